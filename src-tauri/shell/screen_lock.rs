//! Whether the screen is locked: then the pop would be seen by nobody, and a notification is kept
//! until it is unlocked.

use engine::controller::{Event, Handle};

/// Tells the loop of every lock and unlock, where the desktop tells us.
#[cfg(target_os = "linux")]
pub(crate) fn follow(handle: &Handle) {
    for (name, path) in [
        ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ] {
        let handle = handle.clone();
        let spawned = std::thread::Builder::new().name("screen-lock".into()).spawn(move || {
            if let Err(error) = listen(name, path, &handle) {
                tracing::info!(%error, name, "locking of the screen is not told");
            }
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "locking of the screen is not noticed");
        }
    }
}

#[cfg(target_os = "linux")]
fn listen(name: &'static str, path: &'static str, handle: &Handle) -> zbus::Result<()> {
    let bus = zbus::blocking::Connection::session()?;
    let saver = zbus::blocking::Proxy::new(&bus, name, path, name)?;
    for signal in saver.receive_signal("ActiveChanged")? {
        let locked: bool = signal.body().deserialize()?;
        let event = Event::PopPossible { possible: !locked, why_not: None };
        tauri::async_runtime::block_on(handle.send(event));
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn follow(_: &Handle) {}
