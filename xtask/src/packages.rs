//! What has to be installed on Debian and Ubuntu, and what each package is for.

/// A package and why it is wanted.
pub(crate) type Package = (&'static str, &'static str);

/// To compile the programs.
pub(crate) const BUILD: &[Package] = &[
    ("build-essential", "the C compiler: SQLCipher is C"),
    ("pkg-config", "finds the libraries below"),
    ("libwebkit2gtk-4.1-dev", "the web view"),
    ("libayatana-appindicator3-dev", "the tray icon"),
    ("librsvg2-dev", "icons"),
    ("libssl-dev", "the cipher under SQLCipher"),
];

/// To run the app on a screen, a bus and a keyring of its own, and to look at it from outside.
pub(crate) const SESSION: &[Package] = &[
    ("xvfb", "a screen in memory"),
    ("picom", "blends windows, as desktops do: round corners and the warmed-up pop need it"),
    ("openbox", "a window manager: focus and placement are only real with one"),
    ("x11-utils", "asks the screen which windows there are"),
    ("hsetroot", "a calm ground behind the windows in pictures"),
    ("xdotool", "keys, pointer, and who has the focus"),
    ("imagemagick", "pictures of the screen"),
    ("scrot", "pictures of the screen"),
    ("dbus", "a session bus"),
    ("gnome-keyring", "the keychain"),
    ("libsecret-tools", "looks into the keychain from outside"),
    ("dunst", "a notification daemon"),
    ("libnotify-bin", "asks the notification daemon"),
    ("webkit2gtk-driver", "drives the real web view"),
    ("fonts-dejavu-core", "a font for what the bundled one lacks"),
];

/// To run the UI's own tests.
pub(crate) const BROWSER: &[Package] = &[("chromium", "the browser the UI's tests run in")];

/// Ubuntu's package of that name is called differently.
pub(crate) const UBUNTU_BROWSER: &[Package] = &[("chromium-browser", "the browser the UI's tests run in")];
