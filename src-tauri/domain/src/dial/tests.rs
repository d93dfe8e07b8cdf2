#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::number::international;
use crate::settings::DialForm;

fn settings(region: &str, form: DialForm, prefix: &str) -> Settings {
    let mut settings = Settings::default();
    settings.matching.default_region = Region::new(region).unwrap();
    settings.phone.extension = "812".into();
    settings.dial.form = form;
    settings.dial.prefix = prefix.into();
    settings
}

#[test]
fn a_number_is_dialled_as_the_admin_wants() {
    use DialForm::{E164, International, National};
    for (region, form, prefix, raw, dialled) in [
        ("DE", E164, "", "040 66969-412", "+494066969412"),
        ("DE", E164, "", "tel:+44-20-7946-0321;ext=7", "+442079460321"),
        ("DE", E164, "0", "040 66969-412", "000494066969412"),
        ("DE", International, "", "+44 20 7946 0321", "00442079460321"),
        ("DE", National, "", "+49 40 66969412", "04066969412"),
        ("DE", National, "0", "+49 40 66969412", "004066969412"),
        ("DE", National, "", "+44 20 7946 0321", "00442079460321"),
        ("US", International, "", "+44 20 7946 0321", "011442079460321"),
        ("US", National, "9", "+1 212 555 0123", "92125550123"),
        ("GB", International, "", "+49 40 66969412", "00494066969412"),
        ("DE", E164, "0", "813", "813"),
        ("DE", E164, "0", "112", "112"),
        ("DE", E164, "", "sip:813@pbx.example.com", "813"),
        ("DE", E164, "", "callto:+494066969412", "+494066969412"),
        ("DE", E164, "", "tel:66969412;phone-context=+4940", "+494066969412"),
        ("DE", E164, "", "*777", "*777"),
    ] {
        let plan = plan(raw, DialSource::App, &settings(region, form, prefix)).unwrap();
        assert_eq!(plan.dialled, dialled, "{raw} from {region}");
    }
}

#[test]
fn what_cannot_be_dialled_says_why() {
    let settings = settings("DE", DialForm::E164, "");
    let why = |raw, source| plan(raw, source, &settings).unwrap_err();
    assert_eq!(why("anonymous", DialSource::App), NotDialled::NoNumber);
    assert_eq!(why("Müller", DialSource::App), NotDialled::NoNumber);
    assert_eq!(why("", DialSource::App), NotDialled::NoNumber);
    assert_eq!(why("812", DialSource::App), NotDialled::OwnExtension);
    for source in [DialSource::Clipboard, DialSource::Link] {
        assert_eq!(why("*62", source), NotDialled::ForeignCode);
        assert_eq!(why("tel:%2A62%23", source), NotDialled::ForeignCode);
    }
}

#[test]
fn text_of_others_is_asked_about() {
    let mut settings = settings("DE", DialForm::E164, "");
    settings.dial.never = vec!["040 11*".into()];
    let warnings = |raw, source, settings: &Settings| plan(raw, source, settings).unwrap().warnings;
    assert_eq!(warnings("+494066969412", DialSource::App, &settings), []);
    assert_eq!(warnings("+494066969412", DialSource::Terminal, &settings), []);
    for source in [DialSource::Clipboard, DialSource::Link] {
        assert_eq!(warnings("+494066969412", source, &settings), [DialWarning::Outside]);
    }
    assert_eq!(warnings("112", DialSource::Link, &settings), [DialWarning::Outside, DialWarning::Service]);
    assert_eq!(warnings("+49 40 11223344", DialSource::App, &settings), [DialWarning::NeverCall]);
    assert_eq!(warnings("0900 1234567", DialSource::App, &settings), [DialWarning::Premium]);
}

#[test]
fn a_page_of_the_browser_is_trusted_as_the_settings_say_and_no_further() {
    let mut settings = settings("DE", DialForm::E164, "");
    let of_page = |raw, settings: &Settings| plan(raw, DialSource::Extension, settings);
    assert_eq!(of_page("+494066969412", &settings).unwrap_err(), NotDialled::ExtensionOff);
    settings.dial.extension.enabled = true;
    settings.dial.never = vec!["040 11*".into()];
    for (ask, outside) in [(AskWhen::Once, true), (AskWhen::Always, true), (AskWhen::Never, false)] {
        settings.dial.extension.ask = ask;
        let warnings = |raw| of_page(raw, &settings).unwrap().warnings;
        let first = || outside.then_some(DialWarning::Outside).into_iter();
        assert_eq!(warnings("+494066969412"), first().collect::<Vec<_>>(), "{ask:?}");
        for (raw, warning) in [
            ("112", DialWarning::Service),
            ("0900 1234567", DialWarning::Premium),
            ("+49 40 11223344", DialWarning::NeverCall),
        ] {
            assert_eq!(warnings(raw), first().chain([warning]).collect::<Vec<_>>(), "{ask:?} {raw}");
        }
        assert_eq!(of_page("*62", &settings).unwrap_err(), NotDialled::ForeignCode, "{ask:?}");
    }
}

#[test]
fn every_country_with_one_way_out_has_it() {
    let way = |region| international(&Region::new(region).unwrap());
    assert_eq!(way("DE").as_deref(), Some("00"));
    assert_eq!(way("GB").as_deref(), Some("00"));
    assert_eq!(way("US").as_deref(), Some("011"));
    assert_eq!(way("JP").as_deref(), Some("010"));
    assert_eq!(way("XX"), None);
    for (region, _) in Region::all() {
        assert!(international(&region).is_none_or(|keys| keys.len() <= 5), "{region:?}");
    }
}

#[test]
fn links_are_read_however_they_are_written() {
    let settings = settings("DE", DialForm::E164, "");
    for (link, dialled, extension) in [
        ("tel:+1-201-555-0123", "+12015550123", None),
        ("TEL:+49(40)66969-412", "+494066969412", None),
        ("tel:+49.40.66969412", "+494066969412", None),
        ("tel:+49%2040%2066969%20412", "+494066969412", None),
        ("tel:0211123456", "+49211123456", None),
        ("tel:+44-20-7946-0321;ext=12;isub=3", "+442079460321", Some("12")),
        ("tel:+44-20-7946-0321;ISUB=3;EXT=12", "+442079460321", Some("12")),
        ("tel:7946-0321;phone-context=+44-20", "+442079460321", None),
        ("tel:813;phone-context=pbx.example.com", "813", None),
        ("callto:+494066969412", "+494066969412", None),
        ("callto://+494066969412", "+494066969412", None),
        ("callto:813", "813", None),
        ("sip:+442079460321@pbx.example.com;user=phone", "+442079460321", None),
        ("sip:813@pbx.example.com:5060;transport=tls", "813", None),
    ] {
        let plan = plan(link, DialSource::Link, &settings).expect(link);
        let told = plan.number.public().and_then(|public| public.extension.clone());
        assert_eq!((plan.dialled.as_str(), told.as_deref()), (dialled, extension), "{link}");
        assert!(plan.warnings.contains(&DialWarning::Outside), "{link}");
    }
    for link in ["tel:", "sip:alice@example.com", "tel:;ext=3"] {
        assert!(plan(link, DialSource::Link, &settings).is_err(), "{link}");
    }
}

#[test]
fn a_text_with_a_number_is_told_from_one_without() {
    let home = Region::new("DE").unwrap();
    for text in ["040 66969-412", "Tel. +44 20 7946 0321 (office)", "813"] {
        assert!(has_number(text, &home), "{text}");
    }
    for text in ["", "Katharina Vogelsang", "anonymous"] {
        assert!(!has_number(text, &home), "{text}");
    }
}
