//! Makes the windows match the view. The pop is open because the view lists a call that wants it:
//! compared after every view, so a missed event cannot leave a ghost.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use engine::controller::{Event, Handle};
use engine::problem::ProblemCode;
use engine::view::{CreateKindView, View};
use tauri::{
    AppHandle, Emitter, LogicalSize, Manager, PhysicalPosition, PhysicalRect, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder,
};

use crate::App;

/// The pop is a square; older calls are strips below it (ui.md 3).
const POP_SIDE: f64 = 400.0;
const STRIP_HEIGHT: f64 = 44.0;
const STRIPS_MAX: usize = 4;
const MORE_HEIGHT: f64 = 28.0;
/// Between the pop and the edges of the work area.
const MARGIN: f64 = 16.0;

/// The form for a new person (ui.md 6), and how small a person may make it.
const CREATE_WIDTH: f64 = 640.0;
const CREATE_HEIGHT: f64 = 620.0;
const CREATE_MIN: (f64, f64) = (420.0, 400.0);

/// How the pop is now, so that a view that changes nothing asks nothing of the window system.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
struct PopShape {
    open: bool,
    height: f64,
}

#[derive(Default)]
struct Pop {
    shape: Mutex<PopShape>,
    /// Its page listens. Before that, an open pop would be a blank square.
    listens: AtomicBool,
    /// What its page was last sent.
    sent: Mutex<Option<View>>,
}

impl Pop {
    /// The part of the view that the pop draws, if it differs from what its page has: a day's calls
    /// would cost it time and memory with every ring.
    fn news(&self, view: &View) -> Option<View> {
        let part = View { today: Vec::new(), ..view.clone() };
        let mut sent = self.sent.lock().ok()?;
        if let Some(before) = sent.as_mut() {
            // Not drawn by the pop.
            before.revision = part.revision;
            before.health.clone_from(&part.health);
            before.journal = part.journal;
            if *before == part {
                return None;
            }
        }
        *sent = Some(part.clone());
        Some(part)
    }
}

/// Creates the pop, hidden: showing it later costs one frame.
pub(crate) fn create_pop(app: &AppHandle) -> tauri::Result<()> {
    app.manage(Pop::default());
    // Round corners need somebody who blends them with what is behind.
    let blended = is_blended();
    let page = if blended { "pop.html?corners=round" } else { "pop.html" };
    let pop = WebviewWindowBuilder::new(app, "pop", WebviewUrl::App(page.into()))
        .transparent(blended)
        .title("Ringside")
        .inner_size(POP_SIDE, POP_SIDE)
        .min_inner_size(POP_SIDE, POP_SIDE)
        .decorations(false)
        .always_on_top(true)
        .skip_taskbar(true)
        .visible_on_all_workspaces(true)
        .focused(false)
        .visible(false)
        .build()?;
    never_take_focus(&pop);
    draw_without_graphics_card(&pop);
    Ok(())
}

#[cfg(target_os = "linux")]
fn is_blended() -> bool {
    gdk::Screen::default().is_some_and(|screen| screen.is_composited())
}

#[cfg(not(target_os = "linux"))]
fn is_blended() -> bool {
    false
}

#[cfg(target_os = "linux")]
fn never_take_focus(pop: &WebviewWindow) {
    use gtk::prelude::GtkWindowExt as _;
    if let Ok(window) = pop.gtk_window() {
        window.set_focus_on_map(false);
        // A window manager may give the keyboard to a new window by its kind, whatever it asks.
        window.set_type_hint(gdk::WindowTypeHint::Notification);
    }
}

#[cfg(not(target_os = "linux"))]
fn never_take_focus(_: &WebviewWindow) {}

/// For a window as small as this the card saves nothing, and its driver costs 50 MB of memory and
/// doubles the time until the first call is painted. Putting the window on the screen once before,
/// with nothing of it to be seen, was measured too: it gains nothing.
#[cfg(target_os = "linux")]
fn draw_without_graphics_card(pop: &WebviewWindow) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};
    let asked = pop.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the pop draws as the main window does");
    }
}

#[cfg(not(target_os = "linux"))]
fn draw_without_graphics_card(_: &WebviewWindow) {}

/// Opens the main window, or brings it up. Its web view lives only while it is open.
pub(crate) fn open_main(app: &AppHandle) {
    open_main_with(app, "index.html");
}

/// The same with its search.
pub(crate) fn open_search(app: &AppHandle) {
    if app.get_webview_window("main").is_some() {
        let _ = app.emit_to("main", "show", "search");
    }
    open_main_with(app, "index.html?page=search");
}

fn open_main_with(app: &AppHandle, page: &str) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
        return;
    }
    let built = WebviewWindowBuilder::new(app, "main", WebviewUrl::App(page.into()))
        .title("Ringside")
        .inner_size(1120.0, 760.0)
        .min_inner_size(880.0, 560.0)
        // Shown when its page has painted: see `page_ready`.
        .visible(false)
        .build();
    if let Err(error) = built {
        tracing::error!(%error, "the main window did not open");
    }
}

/// Opens the main window, or brings it up, at this entry of the journal.
pub(crate) fn open_journal(app: &AppHandle, key: String) {
    let app = app.clone();
    let handle = app.clone();
    let asked = handle.run_on_main_thread(move || {
        if let Some(state) = app.try_state::<App>() {
            state.lead_to(Some(key));
        }
        if app.get_webview_window("main").is_some() {
            lead(&app);
        }
        open_main(&app);
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the journal was not opened");
    }
}

/// Tells the main window's page which entry it is to show. A page that does not listen yet asks again
/// when it does.
fn lead(app: &AppHandle) {
    let Some(key) = app.try_state::<App>().and_then(|state| state.lead_to(None)) else { return };
    let _ = app.emit_to("main", "go", key);
}

/// Opens the form for somebody new beside the pop, or brings it up. Of two callers the later one's
/// form is shown: what was typed into the earlier one is on disk.
pub(crate) fn open_create(app: &AppHandle, call: u64, kind: Option<CreateKindView>) {
    let kind = match kind {
        Some(CreateKindView::Contact) => "&kind=contact",
        Some(CreateKindView::Lead) => "&kind=lead",
        Some(CreateKindView::PersonAccount) => "&kind=person_account",
        None => "",
    };
    let page = format!("create.html?call={call}{kind}");
    let app = app.clone();
    let handle = app.clone();
    let asked = handle.run_on_main_thread(move || match app.get_webview_window("create") {
        Some(window) => turn_create(&window, &page),
        None => build_create(&app, &page),
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the form was not opened");
    }
}

/// The window that is open shows this page, unless it does already.
fn turn_create(window: &WebviewWindow, page: &str) {
    if let Ok(address) = window.url()
        && let Ok(wanted) = address.join(page)
        && address.query() != wanted.query()
        && let Err(error) = window.navigate(wanted)
    {
        tracing::warn!(%error, "the form was not turned to another call");
    }
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

fn build_create(app: &AppHandle, page: &str) {
    let built = WebviewWindowBuilder::new(app, "create", WebviewUrl::App(page.into()))
        .title("Ringside")
        .inner_size(CREATE_WIDTH, CREATE_HEIGHT)
        .min_inner_size(CREATE_MIN.0, CREATE_MIN.1)
        // Its caller may still be heard: it stays above what they talk about, as the pop does.
        .always_on_top(true)
        .visible(false)
        .build();
    match built {
        Ok(window) => {
            if let Some(place) = beside_pop(app) {
                let _ = window.set_position(place);
            }
        }
        Err(error) => tracing::error!(%error, "the form did not open"),
    }
}

/// To the left of the pop, ending where the pop ends; without one, where the system puts it.
fn beside_pop(app: &AppHandle) -> Option<PhysicalPosition<i32>> {
    let pop = app.get_webview_window("pop").filter(|pop| pop.is_visible().unwrap_or(false))?;
    let (place, size) = (pop.outer_position().ok()?, pop.outer_size().ok()?);
    let scale = pop.scale_factor().ok()?;
    let x = f64::from(place.x) - (CREATE_WIDTH + MARGIN) * scale;
    let y = f64::from(place.y) + f64::from(size.height) - CREATE_HEIGHT * scale;
    Some(PhysicalPosition::new(whole(x.max(0.0)), whole(y.max(0.0))))
}

/// The page listens now: a window of its own is shown, the pop gets what it may have missed.
pub(crate) fn page_ready(window: &WebviewWindow) {
    tracing::info!(window = window.label(), "page listens");
    if window.label() == "main" || window.label() == "create" {
        let _ = window.show();
        let _ = window.set_focus();
    }
    let app = window.app_handle();
    if window.label() == "pop"
        && let Some(pop) = app.try_state::<Pop>()
    {
        pop.listens.store(true, Ordering::Release);
    }
    if window.label() == "main" {
        lead(app);
    }
    let Some(view) = app.try_state::<App>().and_then(|state| state.view()) else { return };
    let _ = window.emit_to(window.label(), "view", &*view);
    match_view(app, &view);
}

/// Sends the view to the pages, and opens, sizes or hides the pop.
pub(crate) fn show(app: &AppHandle, view: &View) {
    if app.get_webview_window("main").is_some() {
        let _ = app.emit_to("main", "view", view);
    }
    if app.get_webview_window("create").is_some() {
        // Of the day's calls it needs none.
        let _ = app.emit_to("create", "view", View { today: Vec::new(), ..view.clone() });
    }
    if let Some(state) = app.try_state::<Pop>()
        && let Some(part) = state.news(view)
    {
        let _ = app.emit_to("pop", "view", part);
    }
    match_view(app, view);
}

fn match_view(app: &AppHandle, view: &View) {
    let Some(state) = app.try_state::<Pop>() else { return };
    if !state.listens.load(Ordering::Acquire) {
        return;
    }
    // A wish to call has a place of its own among the calls.
    let shown = view.pop.len() + usize::from(view.dial.is_some());
    let wanted = PopShape { open: shown > 0, height: pop_height(shown) };
    let Ok(mut shape) = state.shape.lock() else { return };
    let before = *shape;
    if before == wanted {
        return;
    }
    *shape = wanted;
    drop(shape);
    let app = app.clone();
    let handle = app.clone();
    let asked = handle.run_on_main_thread(move || match_pop(&app, before, wanted));
    if let Err(error) = asked {
        tracing::warn!(%error, "the pop could not be changed");
    }
}

fn pop_height(calls: usize) -> f64 {
    let older = calls.saturating_sub(1);
    let strips = u32::try_from(older.min(STRIPS_MAX)).map_or(0.0, f64::from);
    let more = if older > STRIPS_MAX { MORE_HEIGHT } else { 0.0 };
    POP_SIDE + strips * STRIP_HEIGHT + more
}

fn match_pop(app: &AppHandle, before: PopShape, wanted: PopShape) {
    let Some(pop) = app.get_webview_window("pop") else { return };
    if !wanted.open {
        let _ = pop.hide();
        return;
    }
    // Size and place first, so that nothing jumps; some window managers place a window anew when
    // it is shown again, so the place is set twice.
    let _ = pop.set_min_size(Some(LogicalSize::new(POP_SIDE, wanted.height)));
    let _ = pop.set_size(LogicalSize::new(POP_SIDE, wanted.height));
    let place = corner(app, &pop, wanted.height);
    if let Some(place) = place {
        let _ = pop.set_position(place);
    }
    if !before.open {
        let _ = pop.show();
        if let Some(place) = place {
            let _ = pop.set_position(place);
        }
    }
}

/// Bottom right of the work area of the monitor with the pointer.
fn corner(app: &AppHandle, pop: &WebviewWindow, height: f64) -> Option<PhysicalPosition<i32>> {
    let monitors = app.available_monitors().ok()?;
    let pointer = app.cursor_position().ok();
    let at_pointer = pointer.and_then(|at| monitors.iter().find(|monitor| is_inside(at, monitor)));
    let primary = pop.primary_monitor().ok().flatten();
    let monitor = at_pointer.or(primary.as_ref()).or(monitors.first())?;
    let scale = monitor.scale_factor();
    let PhysicalRect { position, size } = *monitor.work_area();
    let right = f64::from(position.x) + f64::from(size.width);
    let bottom = f64::from(position.y) + f64::from(size.height);
    let x = right - (POP_SIDE + MARGIN) * scale;
    let y = bottom - (height + MARGIN) * scale;
    Some(PhysicalPosition::new(whole(x.max(f64::from(position.x))), whole(y.max(f64::from(position.y)))))
}

fn is_inside(at: PhysicalPosition<f64>, monitor: &tauri::Monitor) -> bool {
    let (position, size) = (monitor.position(), monitor.size());
    let (x, y) = (f64::from(position.x), f64::from(position.y));
    (x..x + f64::from(size.width)).contains(&at.x) && (y..y + f64::from(size.height)).contains(&at.y)
}

/// Pixels are whole numbers far below the limits of `i32`.
#[allow(clippy::cast_possible_truncation)]
fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}

/// Without X11 an app may not place a window: then a notification takes the pop's place.
pub(crate) fn tell_if_pop_is_impossible(handle: &Handle) {
    #[cfg(target_os = "linux")]
    if std::env::var_os("DISPLAY").is_none() {
        let handle = handle.clone();
        tauri::async_runtime::spawn(async move {
            let why_not = Some(ProblemCode::NoPopHere);
            handle.send(Event::PopPossible { possible: false, why_not }).await;
        });
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (handle, Event::PopPossible { possible: true, why_not: Some(ProblemCode::NoPopHere) });
}
