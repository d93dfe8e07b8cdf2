use reqwest::Method;
use serde_json::Value;

use super::{Site, callback, random_text};

#[tokio::test]
async fn consent_code_and_token() {
    let site = Site::open().await;
    let page =
        site.http.get(site.url("/services/oauth2/authorize")).query(&site.link_parameters(&random_text(43)));
    let page = page.send().await.unwrap();
    assert_eq!(page.status(), 200);
    let html = page.text().await.unwrap();
    assert!(html.contains("value=\"kept &amp; returned\""), "{html}");
    assert!(html.contains("value=\"allow\"") && html.contains("value=\"deny\""));
    let pressed = site.press(&site.link_parameters(&random_text(43)), "allow").await;
    assert_eq!(callback(&pressed, "state").as_deref(), Some("kept & returned"));
    let tokens = site.sign_in().await;
    assert!(tokens.body["issued_at"].is_string());
    assert!(tokens.body.get("expires_in").is_none());
    assert_eq!(tokens.body["instance_url"], site.facts.login_url.as_str());
    assert_eq!(tokens.body["scope"], "api refresh_token id");
    let id = tokens.body["id"].as_str().unwrap();
    let identity: Value =
        site.http.get(id).bearer_auth(&tokens.access).send().await.unwrap().json().await.unwrap();
    assert_eq!(identity["username"], "mara.lindqvist@nordwind.example");
    assert!(identity["urls"]["rest"].as_str().unwrap().contains("{version}"));
    let bad = site.http.get(id).bearer_auth("nonsense").send().await.unwrap();
    assert_eq!(bad.status(), 403);
    assert_eq!(bad.text().await.unwrap(), "Bad_OAuth_Token");
}

#[tokio::test]
async fn a_wrong_password_and_a_denial_give_no_code() {
    let site = Site::open().await;
    let mut form = site.link_parameters(&random_text(43));
    let denied = site.press(&form, "deny").await;
    assert_eq!(callback(&denied, "error").as_deref(), Some("access_denied"));
    form.extend(
        [("username", "mara.lindqvist@nordwind.example"), ("password", "guess"), ("decision", "allow")]
            .map(|(name, value)| (String::from(name), String::from(value))),
    );
    let again = site.http.post(site.url("/services/oauth2/authorize")).form(&form).send().await.unwrap();
    assert_eq!(again.status(), 200);
    assert!(again.text().await.unwrap().contains("Please check your username"));
}

#[tokio::test]
async fn the_redirect_is_compared_exactly_and_never_trusted_otherwise() {
    let site = Site::open().await;
    for wrong in [
        "http://localhost:47113/api/oauth2crm/",
        "http://localhost:47114/api/oauth2crm",
        "http://evil.example/",
    ] {
        let mut form = site.link_parameters(&random_text(43));
        form[2].1 = String::from(wrong);
        let shown = site.press(&form, "allow").await;
        assert_eq!(shown.status(), 400, "{wrong}");
        assert!(shown.headers().get("location").is_none());
        assert!(shown.text().await.unwrap().contains("redirect_uri_mismatch"));
    }
}

#[tokio::test]
async fn a_code_is_good_once_for_its_verifier_and_not_for_long() {
    let site = Site::open().await;
    let verifier = random_text(171);
    let code =
        || async { callback(&site.press(&site.link_parameters(&verifier), "allow").await, "code").unwrap() };
    let error = |body: Value| {
        format!("{} {}", body["error"].as_str().unwrap(), body["error_description"].as_str().unwrap())
    };

    let once = code().await;
    assert_eq!(site.exchange(&once, &verifier).await.status(), 200);
    let twice = site.exchange(&once, &verifier).await;
    assert_eq!(twice.status(), 400);
    assert_eq!(error(twice.json().await.unwrap()), "invalid_grant expired authorization code");

    let wrong = site.exchange(&code().await, &random_text(171)).await;
    assert_eq!(error(wrong.json().await.unwrap()), "invalid_grant invalid code verifier");

    let old = code().await;
    site.org.advance_clock(16 * 60);
    assert_eq!(site.exchange(&old, &verifier).await.status(), 400);

    let wrong_secret = site.token(&[("client_secret", "x")]).await;
    assert_eq!(wrong_secret.status(), 400);
}

#[tokio::test]
async fn a_missing_method_is_taken_for_s256_and_plain_is_refused() {
    let site = Site::open().await;
    let verifier = random_text(64);
    let mut form = site.link_parameters(&verifier);
    let method = form.pop().unwrap();
    let code = callback(&site.press(&form, "allow").await, "code").unwrap();
    assert_eq!(site.exchange(&code, &verifier).await.status(), 200);
    form.push((method.0, String::from("plain")));
    assert_eq!(callback(&site.press(&form, "allow").await, "error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn rotation_kills_the_old_token_and_reuse_kills_the_family() {
    let site = Site::open().await;
    let plain = site.sign_in().await;
    let answer: Value = site.refresh(&plain.refresh).await.json().await.unwrap();
    assert!(answer.get("refresh_token").is_none());

    site.fault("rtr", "reuse-detection");
    let rotated: Value = site.refresh(&plain.refresh).await.json().await.unwrap();
    let second = rotated["refresh_token"].as_str().unwrap();
    assert_ne!(second, plain.refresh);
    let stolen = site.refresh(&plain.refresh).await;
    assert_eq!(stolen.status(), 400);
    assert_eq!(stolen.json::<Value>().await.unwrap()["error_description"], "expired access/refresh token");
    assert_eq!(site.refresh(second).await.status(), 400);
    let access = site.call(&plain, Method::GET, "/sobjects", None).await;
    assert_eq!(access.0, 401);
}

#[tokio::test]
async fn of_two_refreshes_at_once_one_is_refused() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("token-delay-ms", "100");
    let (one, two) = tokio::join!(site.refresh(&tokens.refresh), site.refresh(&tokens.refresh));
    let mut statuses = [one.status().as_u16(), two.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    let refused = if one.status() == 400 { one } else { two };
    assert_eq!(
        refused.json::<Value>().await.unwrap()["error_description"],
        "token request is already being processed"
    );
    assert_eq!(site.refresh(&tokens.refresh).await.status(), 200);
}

#[tokio::test]
async fn the_sixth_approval_ends_the_first() {
    let site = Site::open().await;
    let first = site.sign_in().await;
    for _ in 0..4 {
        site.sign_in().await;
    }
    assert_eq!(site.refresh(&first.refresh).await.status(), 200);
    site.sign_in().await;
    assert_eq!(site.refresh(&first.refresh).await.status(), 400);
}

#[tokio::test]
async fn idle_tokens_die_and_revoked_ones_too() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.org.advance_clock(3 * 3600);
    assert_eq!(site.call(&tokens, Method::GET, "/sobjects", None).await.0, 401);
    assert_eq!(site.refresh(&tokens.refresh).await.status(), 200);
    site.org.advance_clock(31 * 24 * 3600);
    assert_eq!(site.refresh(&tokens.refresh).await.status(), 400);

    let tokens = site.sign_in().await;
    let revoke = site.http.post(site.url("/services/oauth2/revoke")).form(&[("token", &tokens.refresh)]);
    assert_eq!(revoke.send().await.unwrap().status(), 200);
    assert_eq!(site.refresh(&tokens.refresh).await.status(), 400);
    let again = site.http.post(site.url("/services/oauth2/revoke")).form(&[("token", &tokens.refresh)]);
    let again = again.send().await.unwrap();
    assert_eq!(again.status(), 400);
    assert!(again.text().await.unwrap().starts_with("error=unsupported_token_type&"));
}

#[tokio::test]
async fn what_an_admin_switches_is_told_in_the_platforms_words() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let cases = [
        ("app-not-installed", "", "invalid_client", "app must be installed into org"),
        ("app-blocked", "", "OAUTH_APP_BLOCKED", "this app is blocked by admin"),
        ("inactive-user", "", "invalid_grant", "inactive user"),
        ("ip-restricted", "", "invalid_grant", "ip restricted"),
        ("client-secret", "public", "invalid_client", "invalid client credentials"),
        ("unknown-app", "", "invalid_client_id", "client identifier invalid"),
        ("login-refused", "", "invalid_grant", "authentication failure"),
        ("org-locked", "", "inactive_org", "organization is locked, closed, or suspended"),
        ("token-error", "unknown_error:retry your request", "unknown_error", "retry your request"),
        ("token-error", "server_error", "server_error", ""),
    ];
    for (fault, value, error, description) in cases {
        site.fault(fault, value);
        let body: Value = site.refresh(&tokens.refresh).await.json().await.unwrap();
        assert_eq!(
            (body["error"].as_str(), body["error_description"].as_str()),
            (Some(error), Some(description))
        );
        site.org.clear_faults();
    }
    site.fault("app-not-installed", "");
    let refused = site.press(&site.link_parameters(&random_text(43)), "allow").await;
    assert_eq!(callback(&refused, "error_description").as_deref(), Some("app must be installed into org"));
}

#[tokio::test]
async fn what_is_wrong_with_the_app_is_told_at_the_page_or_the_callback() {
    let site = Site::open().await;
    for (fault, error) in [
        ("unknown-app", "error=invalid_client_id&amp;"),
        ("callback-unregistered", "error=redirect_uri_mismatch&amp;"),
        ("cross-org", "Cross-org OAuth flows are not supported"),
    ] {
        site.fault(fault, "");
        let shown = site.press(&site.link_parameters(&random_text(43)), "allow").await;
        assert_eq!(shown.status(), 400, "{fault}");
        assert!(shown.text().await.unwrap().contains(error), "{fault}");
        site.org.clear_faults();
    }
    for (fault, value, error) in [
        ("app-elsewhere", "", "OAUTH_EC_APP_NOT_FOUND"),
        ("app-access-denied", "", "OAUTH_APP_ACCESS_DENIED"),
        ("authorize-error", "server_error:try later", "server_error"),
        ("scope-unassigned", "api", "invalid_scope"),
    ] {
        site.fault(fault, value);
        let back = site.press(&site.link_parameters(&random_text(43)), "allow").await;
        assert_eq!(callback(&back, "error").as_deref(), Some(error), "{fault}");
        site.org.clear_faults();
    }
    site.fault("scope-unassigned", "openid");
    let verifier = random_text(64);
    let mut unnamed = site.link_parameters(&verifier);
    unnamed.retain(|(name, _)| name != "scope");
    let code = callback(&site.press(&unnamed, "allow").await, "code").unwrap();
    let answer: Value = site.exchange(&code, &verifier).await.json().await.unwrap();
    let scope = answer["scope"].as_str().unwrap();
    assert!(scope.contains("api") && !scope.contains("openid"), "all the app has, and no more: {scope}");
}

#[tokio::test]
async fn jwts_work_as_access_tokens_and_broken_ones_are_told_apart() {
    let site = Site::open().await;
    site.fault("jwt-tokens", "");
    let tokens = site.sign_in().await;
    assert_eq!(tokens.body["token_format"], "jwt");
    assert_eq!(tokens.access.matches('.').count(), 2);
    assert!((2_800..4_096).contains(&tokens.access.len()), "{}", tokens.access.len());
    assert_eq!(site.call(&tokens, Method::GET, "/limits", None).await.0, 200);
    let url = site.url("/services/data/v66.0/limits");
    let refused = |token: String| {
        let request = site.http.get(&url).bearer_auth(token);
        async { request.send().await.unwrap().json::<Value>().await.unwrap() }
    };
    let broken = refused("eyJ.x.y".into()).await;
    assert_eq!(
        (&broken[0]["errorCode"], &broken[0]["message"]),
        (&"INVALID_AUTH_HEADER".into(), &"INVALID_JWT_FORMAT".into())
    );
    site.org.expire_tokens();
    assert_eq!(refused(tokens.access.clone()).await[0]["errorCode"], "INVALID_SESSION_ID");
}

#[tokio::test]
async fn a_refresh_lost_on_its_way_there_leaves_the_token_as_it_was() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("rtr", "reuse-detection");
    site.fault("reset-before-rotate", "1");
    let form = [("grant_type", "refresh_token"), ("refresh_token", &*tokens.refresh)];
    let mut form = form.to_vec();
    form.push(("client_id", &site.facts.consumer_key));
    form.push(("client_secret", &site.facts.consumer_secret));
    assert!(site.http.post(site.url("/services/oauth2/token")).form(&form).send().await.is_err());
    assert_eq!(site.refresh(&tokens.refresh).await.status(), 200);
}
