//! The catalogue: the objects of the sample org with the fields and lengths of salesforce.md 4.1, 6.2 and 7.1.
//! Data, not code.

use super::schema::{CALL_KEY, Child, Field, Kind, Object, OnlyWith};
use super::{activities, forms};

const SALUTATIONS: &[&str] = &["Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx."];
const LEAD_SOURCES: &[&str] = &["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"];
const INDUSTRIES: &[&str] =
    &["Agriculture", "Construction", "Energy", "Finance", "Machinery", "Shipping", "Technology", "Other"];
const ACCOUNT_TYPES: &[&str] =
    &["Prospect", "Customer - Direct", "Customer - Channel", "Technology Partner", "Other"];
const RATINGS: &[&str] = &["Hot", "Warm", "Cold"];
const STAGES: &[&str] = &[
    "Prospecting",
    "Qualification",
    "Proposal/Price Quote",
    "Negotiation/Review",
    "Closed Won",
    "Closed Lost",
];
pub const LEAD_STATUSES: &[&str] =
    &["Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted"];
pub const TASK_STATUSES: &[&str] =
    &["Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"];
pub const TASK_PRIORITIES: &[&str] = &["High", "Normal", "Low"];
const TASK_SUBTYPES: &[&str] = &["Task", "Email", "ListEmail", "Cadence", "Call"];
const USER: &[&str] = &["User"];

pub fn all() -> Vec<Object> {
    let mut objects = vec![account(), contact(), lead(), user(), opportunity(), case(), task()];
    objects.extend(activities::objects());
    for object in &mut objects {
        if matches!(object.name, "Account" | "Contact" | "Lead" | "Opportunity" | "Case") {
            object.children.extend(activities::lists());
        }
    }
    objects.extend(setup_objects());
    objects
}

pub(super) fn text(name: &'static str, label: &'static str, length: usize) -> Field {
    Field::new(name, label, Kind::Text, length)
}

pub(super) fn long_text(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::LongText, 32_000)
}

fn phone(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Phone, 40)
}

fn email(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Email, 80)
}

pub(super) fn pick(name: &'static str, label: &'static str, values: &'static [&'static str]) -> Field {
    Field::new(name, label, Kind::Picklist { values, restricted: false }, 255)
}

fn restricted(name: &'static str, label: &'static str, values: &'static [&'static str]) -> Field {
    Field::new(name, label, Kind::Picklist { values, restricted: true }, 255)
}

pub(super) fn flag(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, Kind::Boolean, 0).defaulted(Some("false"))
}

pub(super) fn of(name: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(name, label, kind, 0)
}

pub(super) fn refer(
    name: &'static str,
    label: &'static str,
    to: &'static [&'static str],
    relationship: &'static str,
) -> Field {
    Field::new(name, label, Kind::Reference { to, relationship }, 18)
}

pub(super) fn owner() -> Field {
    refer("OwnerId", "Owner ID", USER, "Owner").defaulted(None)
}

pub(super) fn child(relationship: &'static str, sobject: &'static str, field: &'static str) -> Child {
    Child { relationship, sobject, field }
}

pub(super) fn object(
    (name, label, plural, prefix): (&'static str, &'static str, &'static str, &'static str),
    own: Vec<Field>,
    children: Vec<Child>,
) -> Object {
    let mut fields = vec![
        Field::new("Id", "Record ID", Kind::Id, 18).read_only().defaulted(None).lookup(),
        flag("IsDeleted", "Deleted").read_only(),
    ];
    fields.extend(own);
    fields.extend([
        of("CreatedDate", "Created Date", Kind::DateTime).read_only().defaulted(None),
        refer("CreatedById", "Created By ID", USER, "CreatedBy").read_only().defaulted(None),
        of("LastModifiedDate", "Last Modified Date", Kind::DateTime).read_only().defaulted(None),
        refer("LastModifiedById", "Last Modified By ID", USER, "LastModifiedBy").read_only().defaulted(None),
        of("SystemModstamp", "System Modstamp", Kind::DateTime).read_only().defaulted(None),
    ]);
    Object { name, label, plural, prefix, fields, children, writable: true, searchable: true }
}

fn address(kind: &'static str) -> Vec<Field> {
    match kind {
        "Billing" => vec![
            Field::new("BillingStreet", "Billing Street", Kind::Text, 255),
            text("BillingCity", "Billing City", 40),
            text("BillingState", "Billing State/Province", 80),
            text("BillingPostalCode", "Billing Zip/Postal Code", 20),
            text("BillingCountry", "Billing Country", 80),
        ],
        "Mailing" => vec![
            Field::new("MailingStreet", "Mailing Street", Kind::Text, 255),
            text("MailingCity", "Mailing City", 40),
            text("MailingState", "Mailing State/Province", 80),
            text("MailingPostalCode", "Mailing Zip/Postal Code", 20),
            text("MailingCountry", "Mailing Country", 80),
        ],
        _ => vec![
            Field::new("Street", "Street", Kind::Text, 255),
            text("City", "City", 40),
            text("State", "State/Province", 80),
            text("PostalCode", "Zip/Postal Code", 20),
            text("Country", "Country", 80),
        ],
    }
}

/// Which currency a record's amounts are in, where the org has several.
fn currency() -> Field {
    pick("CurrencyIsoCode", "Currency ISO Code", &["EUR", "GBP", "SEK", "USD"])
        .defaulted(Some("EUR"))
        .only_with(OnlyWith::ManyCurrencies)
}

/// A phone field an admin added.
fn custom_phone() -> Field {
    phone("DirectLine__c", "Direct Line").only_with(OnlyWith::CustomPhones)
}

/// What an account has besides where it can be a person (salesforce.md 4.9).
fn person_account_fields() -> Vec<Field> {
    let fields = vec![
        flag("IsPersonAccount", "Is Person Account").read_only(),
        refer("PersonContactId", "Contact ID", &["Contact"], "PersonContact").read_only(),
        text("LastName", "Last Name", 80),
        text("FirstName", "First Name", 40),
        pick("Salutation", "Salutation", SALUTATIONS),
        phone("PersonMobilePhone", "Mobile"),
        phone("PersonHomePhone", "Home Phone"),
        phone("PersonOtherPhone", "Other Phone"),
        phone("PersonAssistantPhone", "Asst. Phone"),
        email("PersonEmail", "Email"),
        text("PersonTitle", "Title", 128),
        flag("PersonDoNotCall", "Do Not Call"),
    ];
    fields.into_iter().map(|field| field.only_with(OnlyWith::PersonAccounts)).collect()
}

fn account() -> Object {
    let mut fields = vec![
        text("Name", "Account Name", 255).required().name_field(),
        pick("Type", "Account Type", ACCOUNT_TYPES),
        refer("ParentId", "Parent Account ID", &["Account"], "Parent"),
        phone("Phone", "Account Phone"),
        phone("Fax", "Account Fax"),
        text("AccountNumber", "Account Number", 40),
        Field::new("Website", "Website", Kind::Url, 255),
        pick("Industry", "Industry", INDUSTRIES),
        long_text("Description", "Account Description"),
        refer("RecordTypeId", "Record Type ID", &["RecordType"], "RecordType"),
        owner(),
    ];
    fields.extend(address("Billing"));
    fields.extend([of("AnnualRevenue", "Annual Revenue", Kind::Currency), currency()]);
    fields.extend(person_account_fields());
    fields.push(custom_phone());
    let children = vec![
        child("Contacts", "Contact", "AccountId"),
        child("Opportunities", "Opportunity", "AccountId"),
        child("Cases", "Case", "AccountId"),
        child("Tasks", "Task", "AccountId"),
    ];
    object(("Account", "Account", "Accounts", "001"), fields, children)
}

fn contact() -> Object {
    let mut fields = vec![
        refer("AccountId", "Account ID", &["Account"], "Account"),
        text("LastName", "Last Name", 80).required(),
        text("FirstName", "First Name", 40),
        pick("Salutation", "Salutation", SALUTATIONS),
        text("Name", "Full Name", 121).read_only().defaulted(None).name_field(),
        phone("Phone", "Business Phone"),
        phone("Fax", "Business Fax"),
        phone("MobilePhone", "Mobile Phone"),
        phone("HomePhone", "Home Phone"),
        phone("OtherPhone", "Other Phone"),
        phone("AssistantPhone", "Asst. Phone"),
        refer("ReportsToId", "Reports To ID", &["Contact"], "ReportsTo"),
        email("Email", "Email").lookup(),
        text("Title", "Title", 128),
        text("Department", "Department", 80),
        text("AssistantName", "Assistant's Name", 40),
        pick("LeadSource", "Lead Source", LEAD_SOURCES),
        long_text("Description", "Contact Description"),
        refer("RecordTypeId", "Record Type ID", &["RecordType"], "RecordType"),
        flag("DoNotCall", "Do Not Call"),
        flag("HasOptedOutOfEmail", "Email Opt Out"),
        flag("HasOptedOutOfFax", "Fax Opt Out"),
        owner(),
    ];
    fields.extend(address("Mailing"));
    fields.extend([of("Birthdate", "Birthdate", Kind::Date), currency()]);
    fields.push(flag("IsPersonAccount", "Is Person Account").read_only().only_with(OnlyWith::PersonAccounts));
    fields.push(custom_phone());
    fields.extend(forms::fields());
    let children = vec![
        child("Tasks", "Task", "WhoId"),
        child("Cases", "Case", "ContactId"),
        child("OpportunityContactRoles", "OpportunityContactRole", "ContactId"),
    ];
    object(("Contact", "Contact", "Contacts", "003"), fields, children)
}

fn lead() -> Object {
    let mut fields = vec![
        text("LastName", "Last Name", 80).required(),
        text("FirstName", "First Name", 40),
        pick("Salutation", "Salutation", SALUTATIONS),
        text("Name", "Full Name", 121).read_only().defaulted(None).name_field(),
        text("Title", "Title", 128),
        text("Company", "Company", 255).required(),
        phone("Phone", "Phone"),
        phone("MobilePhone", "Mobile Phone"),
        phone("Fax", "Fax"),
        email("Email", "Email").lookup(),
        Field::new("Website", "Website", Kind::Url, 255),
        long_text("Description", "Description"),
        pick("LeadSource", "Lead Source", LEAD_SOURCES),
        pick("Status", "Status", LEAD_STATUSES).defaulted(Some("Open - Not Contacted")),
        pick("Industry", "Industry", INDUSTRIES),
        pick("Rating", "Rating", RATINGS),
        flag("DoNotCall", "Do Not Call"),
        flag("HasOptedOutOfEmail", "Email Opt Out"),
        flag("IsConverted", "Converted").read_only(),
        of("ConvertedDate", "Converted Date", Kind::Date).read_only(),
        refer("ConvertedAccountId", "Converted Account ID", &["Account"], "ConvertedAccount").read_only(),
        refer("ConvertedContactId", "Converted Contact ID", &["Contact"], "ConvertedContact").read_only(),
        refer("RecordTypeId", "Record Type ID", &["RecordType"], "RecordType"),
        owner(),
    ];
    fields.extend(address("Lead"));
    fields.push(custom_phone());
    fields.extend(forms::fields());
    object(("Lead", "Lead", "Leads", "00Q"), fields, vec![child("Tasks", "Task", "WhoId")])
}

fn user() -> Object {
    let fields = vec![
        Field::new("Username", "Username", Kind::Text, 80).required().lookup(),
        text("LastName", "Last Name", 80).required(),
        text("FirstName", "First Name", 40),
        text("Name", "Full Name", 121).read_only().defaulted(None).name_field(),
        Field::new("Email", "Email", Kind::Email, 128).required(),
        phone("Phone", "Phone"),
        phone("Fax", "Fax"),
        phone("MobilePhone", "Mobile"),
        phone("Extension", "Extension"),
        text("Alias", "Alias", 8).required(),
        text("Title", "Title", 80),
        text("CompanyName", "Company Name", 80),
        text("FederationIdentifier", "SAML Federation ID", 512),
        flag("IsActive", "Active"),
        pick("UserType", "User Type", &["Standard", "PowerPartner", "Guest"]).read_only(),
        pick("TimeZoneSidKey", "Time Zone", &["Europe/Berlin", "Europe/London", "America/New_York"])
            .required(),
        pick("LocaleSidKey", "Locale", &["de_DE", "en_GB", "en_US"]).required(),
        pick("LanguageLocaleKey", "Language", &["de", "en_US"]).required(),
    ];
    let mut object = object(("User", "User", "Users", "005"), fields, Vec::new());
    object.writable = false;
    object
}

fn opportunity() -> Object {
    let fields = vec![
        refer("AccountId", "Account ID", &["Account"], "Account"),
        refer("ContactId", "Contact ID", &["Contact"], "Contact").create_only(),
        text("Name", "Name", 120).required().name_field(),
        long_text("Description", "Description"),
        pick("StageName", "Stage", STAGES).required(),
        of("Amount", "Amount", Kind::Currency),
        of("CloseDate", "Close Date", Kind::Date).required(),
        pick("Type", "Opportunity Type", &["Existing Business", "New Business"]),
        currency(),
        flag("IsClosed", "Closed").read_only(),
        flag("IsWon", "Won").read_only(),
        owner(),
    ];
    object(
        ("Opportunity", "Opportunity", "Opportunities", "006"),
        fields,
        vec![child("Tasks", "Task", "WhatId")],
    )
}

fn case() -> Object {
    let fields = vec![
        text("CaseNumber", "Case Number", 30).read_only().defaulted(None).name_field(),
        refer("ContactId", "Contact ID", &["Contact"], "Contact"),
        refer("AccountId", "Account ID", &["Account"], "Account"),
        text("SuppliedName", "Name", 80),
        email("SuppliedEmail", "Email Address"),
        phone("SuppliedPhone", "Phone"),
        text("SuppliedCompany", "Company", 80),
        pick("Type", "Case Type", &["Mechanical", "Electrical", "Electronic", "Structural", "Other"]),
        pick("Status", "Status", &["New", "Working", "Escalated", "Closed"]).defaulted(Some("New")),
        pick("Origin", "Case Origin", &["Phone", "Email", "Web"]),
        text("Subject", "Subject", 255),
        pick("Priority", "Priority", &["High", "Medium", "Low"]).defaulted(Some("Medium")),
        long_text("Description", "Description"),
        flag("IsClosed", "Closed").read_only(),
        owner(),
    ];
    object(("Case", "Case", "Cases", "500"), fields, vec![child("Tasks", "Task", "WhatId")])
}

fn task() -> Object {
    let fields = vec![
        refer("WhoId", "Name ID", &["Contact", "Lead"], "Who"),
        refer("WhatId", "Related To ID", &["Account", "Opportunity", "Case"], "What"),
        Field::new(
            "Subject",
            "Subject",
            Kind::Combobox { values: &["Call", "Email", "Send Letter", "Other"] },
            255,
        )
        .name_field(),
        of("ActivityDate", "Due Date Only", Kind::Date),
        restricted("Status", "Status", TASK_STATUSES).defaulted(Some("Not Started")),
        restricted("Priority", "Priority", TASK_PRIORITIES).defaulted(Some("Normal")),
        flag("IsHighPriority", "High Priority").read_only(),
        owner(),
        long_text("Description", "Description"),
        Field::new(
            "Type",
            "Type",
            Kind::Picklist { values: &["Call", "Meeting", "Other"], restricted: false },
            40,
        ),
        refer("AccountId", "Account ID", &["Account"], "Account").read_only(),
        flag("IsClosed", "Closed").read_only(),
        flag("IsArchived", "Archived").read_only(),
        of("CallDurationInSeconds", "Call Duration", Kind::Int),
        Field::new(
            "CallType",
            "Call Type",
            Kind::Picklist { values: &["Internal", "Inbound", "Outbound"], restricted: false },
            40,
        ),
        text("CallDisposition", "Call Result", 255),
        text("CallObject", "Call Object Identifier", 255),
        of("ReminderDateTime", "Reminder Date/Time", Kind::DateTime),
        flag("IsReminderSet", "Reminder Set"),
        of("CompletedDateTime", "Completed Date/Time", Kind::DateTime).read_only(),
        Field::new(
            "TaskSubtype",
            "Task Subtype",
            Kind::Picklist { values: TASK_SUBTYPES, restricted: true },
            40,
        )
        .create_only()
        .defaulted(Some("Task")),
        text(CALL_KEY, "Call Key", 255).custom_external_id(),
    ];
    object(("Task", "Task", "Tasks", "00T"), fields, Vec::new())
}

/// The small read-only objects a client asks for statuses and record types (salesforce.md 5.5).
fn setup_objects() -> Vec<Object> {
    let labelled = |extra: Vec<Field>| {
        let mut fields = vec![
            text("MasterLabel", "Master Label", 255).name_field(),
            text("ApiName", "API Name", 255),
            of("SortOrder", "Sort Order", Kind::Int),
            flag("IsDefault", "Is Default"),
        ];
        fields.extend(extra);
        fields
    };
    let organization = vec![
        text("Name", "Name", 80).name_field(),
        pick("OrganizationType", "Edition", &["Enterprise Edition", "Developer Edition"]),
        flag("IsSandbox", "Is Sandbox"),
        text("InstanceName", "Instance Name", 5),
        text("TimeZoneSidKey", "Time Zone", 40),
        text("DefaultLocaleSidKey", "Locale", 40),
        text("LanguageLocaleKey", "Language", 40),
        of("TrialExpirationDate", "Trial Expiration Date", Kind::DateTime),
    ];
    let record_type = vec![
        text("Name", "Name", 80).name_field(),
        text("DeveloperName", "Record Type Name", 80),
        text("SobjectType", "SObject Type Name", 40),
        flag("IsActive", "Active"),
    ];
    let plain = [
        (
            ("TaskStatus", "Task Status Value", "Task Status Values", "01R"),
            labelled(vec![flag("IsClosed", "Closed")]),
        ),
        (
            ("TaskPriority", "Task Priority Value", "Task Priority Values", "01U"),
            labelled(vec![flag("IsHighPriority", "High Priority")]),
        ),
        (
            ("LeadStatus", "Lead Status Value", "Lead Status Values", "01Q"),
            labelled(vec![flag("IsConverted", "Converted")]),
        ),
        (("Organization", "Organization", "Organizations", "00D"), organization),
        (("RecordType", "Record Type", "Record Types", "012"), record_type),
    ];
    plain
        .into_iter()
        .map(|(names, fields)| {
            let mut object = object(names, fields, Vec::new());
            object.writable = false;
            object.searchable = false;
            object
        })
        .collect()
}
