fn main() {
    // A custom pattern is not watched by tauri-build.
    println!("cargo:rerun-if-changed=src-tauri/shell/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/shell/build.rs");
    let commands = tauri_build::AppManifest::new().commands(&[
        "view",
        "act",
        "call_details",
        "chat_details",
        "facts",
        "compare",
        "entry_page",
        "entry_details",
        "entry_facts",
        "open_entry",
        "export_entries",
        "ready",
        "painted",
        "copy",
        "give_pop_focus_back",
        "settings",
        "change_settings",
        "preview_journal",
        "preview_chat",
        "check_settings",
        "keep_unsaved",
        "task_fields",
        "devices",
        "check",
        "hook",
        "renew_hook",
        "retry_keychain",
        "related",
        "colleagues",
        "search_here",
        "search_there",
        "regions",
        "read_rules",
        "try_number",
        "choices",
        "forget_choice",
        "index",
        "open_create",
        "open_journal",
        "create_form",
        "keep_draft",
        "drop_draft",
        "check_draft",
        "ask_duplicates",
        "accounts_here",
        "accounts_there",
        "save_person",
        "use_existing",
        "retry_person",
        "give_up_person",
    ]);
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/shell/capabilities/*.json")
        .app_manifest(commands);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning=tauri-build: {error:#}");
        std::process::exit(1);
    }
}
