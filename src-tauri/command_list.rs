// The only list of the window's commands: the handlers, the window's permissions, and the generated
// TypeScript all expand it. `reads` names what a command shows, `writes` what it changes.
macro_rules! commands { ($expand:ident) => { $expand! {
    app_state           : ()                 => AppView,           reads  [Organization];
    organization_create : CreateOrganization => OrganizationView,  writes [Organization];
    organization_open   : OpenFile           => OrganizationView,  writes [Organization];
    organization_pick   : ()                 => Option<String>,    reads  [];
    organization_close  : ()                 => (),                writes [Organization];
    organization_forget : OpenFile           => (),                writes [Organization];
    sample_open         : ()                 => OrganizationView,  writes [Organization];
    password_judge      : JudgePassword      => PasswordView,      reads  [];
    preferences_get     : ()                 => Preferences,       reads  [];
    preferences_set     : Preferences        => (),                writes [];
    users_page          : UsersPage          => UsersPageView,     reads  [Users];
    users_count         : UserFilter         => UsersCount,        reads  [Users];
    users_counts        : ()                 => UserCounts,        reads  [Users];
    user_get            : MemberId           => UserView,          reads  [Users];
    user_invite         : InviteUser         => Outcome,           writes [Users, Groups, Mail];
    user_edit           : EditUser           => Outcome,           writes [Users, Groups];
    users_act           : ActOnUsers         => Outcome,           writes [Users, Groups, Mail];
    command_undo        : UndoCommand        => Outcome,           writes [Users, Groups, Mail];
    groups_list         : ()                 => Vec<GroupChoice>,  reads  [Groups];
    import_load         : LoadTables         => TablesView,        reads  [];
    import_adjust       : AdjustTable        => TablesView,        reads  [];
    import_run          : RunImport          => ImportView,        writes [Users, Groups, Mail];
    import_report       : u32                => SavedFile,         reads  [];
    task_cancel         : ()                 => (),                reads  [];
    export_table        : ExportTable        => SavedFile,         reads  [];
    file_show           : String             => (),                reads  [];
    text_copy           : String             => (),                reads  [];
    mails_page          : MailsPage          => MailsPageView,     reads  [Mail];
    mail_get            : MailId             => MailView,          reads  [Mail];
    mail_retry          : RetryMails         => Outcome,           writes [Mail];
    mail_settings       : ()                 => MailSettingsView,  reads  [Mail];
    mail_settings_save  : SaveMailSettings   => MailSettingsView,  writes [Mail];
    mail_test           : TestMail           => (),                reads  [];
}};}
