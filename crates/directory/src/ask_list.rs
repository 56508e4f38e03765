// The only list of what can be asked at a desk. It is a file of its own because the window’s build
// script reads it too.

/// Expands `$expand! { …before… asks { name how : Request => Response, reads|writes [Tags] = method; … } }`.
///
/// `how` says what the method takes beside the desk: `()` nothing, `(=)` the request, `(&)` the request by
/// reference, `(& task)` the request and the task that is watched. `reads` names what an answer shows,
/// `writes` what a command changes.
#[macro_export]
macro_rules! asks { ($expand:ident { $($before:tt)* }) => { $expand! { $($before)* asks {
    organization_get ()       : ()             => OrganizationDetails, reads  [Organization]                     = details;
    organization_summary ()   : ()             => OrganizationSummary, reads  [Organization, Users, Mail]         = summary;
    users_page       (&)      : UsersPage      => UsersPageView,       reads  [Users]                            = users_page;
    users_count      (&)      : UserFilter     => UsersCount,          reads  [Users]                            = users_count;
    users_counts     ()       : ()             => UserCounts,          reads  [Users]                            = users_counts;
    user_get         (=)      : MemberId       => UserView,            reads  [Users]                            = user;
    user_invite      (&)      : InviteUser     => Outcome,             writes [Users, Groups, Mail]              = invite;
    user_edit        (&)      : EditUser       => Outcome,             writes [Users, Groups]                    = edit;
    users_act        (& task) : ActOnUsers     => Outcome,             writes [Users, Groups, Mail]              = act;
    command_undo     (&)      : UndoCommand    => Outcome,             writes [Users, Groups, Roles, Licences, Mail] = undo_asked;
    groups_list      ()       : ()             => Vec<GroupChoice>,    reads  [Groups]                           = groups;
    mails_page       (&)      : MailsPage      => MailsPageView,       reads  [Mail]                             = mails_page;
    mail_get         (=)      : MailId         => MailView,            reads  [Mail]                             = mail;
    mail_retry       (&)      : RetryMails     => Outcome,             writes [Mail]                             = retry_mails;
    mail_server      ()       : ()             => Option<MailServer>,  reads  [Mail]                             = mail_server;
    wordings_get     ()       : ()             => MailWordings,        reads  [Mail]                             = wordings;
    wording_get      (&)      : WordingAsked   => MailWording,         reads  [Mail]                             = wording;
    wording_try      (&)      : TryMailWords   => MailTried,           reads  []                                 = try_wording;
    wording_set      (&)      : SetMailWords   => Outcome,             writes [Mail]                             = set_wording;
    access_choices   ()       : ()             => AccessChoices,       reads  [Users, Roles, Groups, Licences]   = access_choices;
    person_get       (=)      : MemberId       => PersonView,          reads  [Users, Roles, Groups, Licences]   = person;
    person_activity  (&)      : PersonActivity => Vec<ActivityLine>,   reads  [Users, Roles, Groups, Licences]   = person_activity;
    glass_get        (=)      : MemberId       => GlassView,           reads  [Users, Roles, Groups, Licences]   = glass;
    glass_past       (&)      : PastGlass      => GlassView,           reads  [Users, Roles, Groups, Licences]   = past_glass;
    glass_mine       ()       : ()             => GlassView,           reads  [Users, Roles, Groups, Licences]   = my_glass;
    holdings_change  (& task) : ChangeHoldings => Outcome,             writes [Users, Roles, Groups, Licences]   = change_holdings;
    navigation_set   (&)      : SetNavigation  => Outcome,             writes [Users]                            = set_navigation;
    period_set       (&)      : SetPeriod      => Outcome,             writes [Users, Roles, Groups, Licences]   = set_period;
    roles_get        ()       : ()             => RolesView,           reads  [Roles, Users]                     = roles;
    role_create      (&)      : CreateRole     => Outcome,             writes [Roles]                            = create_role;
    roles_edit       (&)      : EditRoles      => Outcome,             writes [Roles, Users]                     = edit_roles;
    role_delete      (& task) : DeleteRole     => Outcome,             writes [Roles, Users]                     = delete_role;
    groups_get       ()       : ()             => GroupsView,          reads  [Groups, Users]                    = groups_view;
    group_create     (&)      : CreateGroup    => Outcome,             writes [Groups]                           = create_group;
    group_edit       (&)      : EditGroup      => Outcome,             writes [Groups, Users]                    = edit_group;
    group_delete     (& task) : DeleteGroup    => Outcome,             writes [Groups, Users]                    = delete_group;
    licences_get     ()       : ()             => LicencesView,        reads  [Licences, Users]                  = licences;
    holders_page     (&)      : HoldersPage    => HoldersView,         reads  [Licences, Users]                  = holders;
    seats_set        (&)      : SetSeats       => Outcome,             writes [Licences, Roles, Groups]          = set_seats;
    plan_set         (&)      : SetPlan        => Outcome,             writes [Licences, Organization]           = set_plan;
    company_get      ()       : ()             => CompanyView,         reads  [Organization]                     = company;
    company_check    (&)      : CheckCompany   => CompanyChecked,      reads  []                                 = check_company;
    details_set      (&)      : SetDetails     => Outcome,             writes [Organization]                     = set_details;
    offers_get       ()       : ()             => OffersView,          reads  []                                 = offers;
    order_price      (&)      : PriceOrder     => Amounts,             reads  []                                 = price_order;
    organization_add (&)      : AddOrganization => OrganizationAdded,  writes [Organization]                     = add_organization;
    sub_accounts_get ()       : ()             => SubAccountsView,     reads  [Organization, Users, Licences]    = sub_accounts;
    billing_get      ()       : ()             => BillingView,         reads  [Organization, Licences]           = billing;
    terms_set        (&)      : SetTerms       => Outcome,             writes [Organization]                     = set_terms;
    payment_page     ()       : ()             => PaymentPage,         writes [Organization]                     = payment_page;
    order_place      (&)      : PlaceOrder     => Outcome,             writes [Organization, Licences, Roles, Groups, Mail] = place_order;
    user_password_set (&)     : SetTemporaryPassword => Outcome,       writes [Users, Mail]                      = set_temporary_password;
    user_sessions    (=)      : MemberId       => Vec<UserSession>,    reads  [Users]                            = user_sessions;
    user_session_end (&)      : EndSession     => Outcome,             writes [Users]                            = end_user_session;
    user_lock        (&)      : LockUser       => Outcome,             writes [Users, Groups, Licences, Mail]    = lock_user;
    user_sign_in_as  (&)      : AskSignInAs    => AsLink,              writes [Users, Mail]                      = sign_in_as;
    policy_get       ()       : ()             => PolicyView,          reads  [Organization, Users]                = policy;
    policy_set       (&)      : SetPolicy      => Outcome,             writes [Organization]                     = set_policy;
    portal_add       (&)      : AddPortal      => Outcome,             writes [Organization, Roles]              = add_portal;
    key_add          (&)      : AddKey         => KeyMade,             writes [Users]                            = add_key;
    key_revoke       (&)      : RevokeKey      => Outcome,             writes [Users]                            = revoke_key;
    team_add         (&)      : AddTeam        => Outcome,             writes [Organization, Roles]              = add_team;
    team_rename      (&)      : RenameTeam     => Outcome,             writes [Organization, Roles, Users]       = rename_team;
    team_remove      (& task) : RemoveTeam     => Outcome,             writes [Organization, Roles, Users]       = remove_team;
    portal_remove    (& task) : RemovePortal   => Outcome,             writes [Organization, Roles, Users]       = remove_portal;
    palette_find     (&)      : String         => PaletteView,         reads  [Users, Roles, Groups]             = palette;
    log_page         (&)      : LogPageAsk     => LogPageView,         reads  [Users, Groups, Roles, Licences, Mail, Organization] = log_page;
    log_entry        (&)      : LogEntryAsk    => LogDetail,           reads  [Users, Groups, Roles, Licences, Mail, Organization] = log_entry;
    log_kinds        ()       : ()             => Vec<LogKind>,        reads  []                                 = log_kinds;
    log_verify       (& task) : ()             => ChainView,           reads  []                                 = log_verify;
    log_export       (& task) : ExportLog      => TableFile,           reads  []                                 = log_export;
    review_get       ()       : ()             => ReviewView,          reads  [Users, Roles, Organization]       = review;
    review_sign      (&)      : SignReview     => Outcome,             writes [Organization, Users, Roles]       = sign_review;
    review_sheet     (&)      : ReviewSheetAsk => TableFile,           reads  []                                 = review_sheet;
    review_paper     (&)      : ReviewSheetAsk => PaperFile,           reads  []                                 = review_paper;
    report_get       (&)      : ReportAsk      => ReportView,          reads  [Users, Licences]                  = report;
    security_get     (&)      : SecurityAsk    => SecurityView,        reads  [Users, Roles, Organization]       = security;
    security_list    (&)      : SecurityListAsk => SecurityListView,   reads  [Users, Roles, Organization]       = security_list;
    security_report  (& task) : ()             => TableFile,           reads  []                                 = security_report;
    replica_part     (&)      : ReplicaAsk     => ReplicaPart,         reads  []                                 = replica;
    ticket_key       ()       : ()             => TicketKeyView,       reads  []                                 = ticket_key;
    queued_give      (&)      : GiveAllQueued  => Vec<Outcome>,        writes [Users, Groups, Mail]              = give_all_queued;
    table_get        (& task) : ExportTable    => TableFile,           reads  []                                 = table;
    tables_import    (& task) : ImportTables   => ImportAnswer,        writes [Users, Groups, Mail]              = import_files;
} } } }
