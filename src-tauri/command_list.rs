// The window’s commands: its own, which only this computer can answer, and whatever can be asked at a
// desk. The handlers, the window’s permissions, and the generated TypeScript all expand it. `reads`
// names what a command shows, `writes` what it changes.
macro_rules! commands { ($expand:ident) => { asks! { $expand { own {
    app_state           : ()                 => AppView,           reads  [Organization];
    organization_create : CreateOrganization => OrganizationView,  writes [Organization];
    organization_open   : OpenFile           => OrganizationView,  writes [Organization];
    organization_pick   : ()                 => Option<String>,    reads  [];
    organization_close  : ()                 => (),                writes [Organization];
    organization_forget : KnownPlace         => (),                writes [Organization];
    organization_waiting : KnownPlace        => u32,               reads  [Line];
    organization_resume : KnownPlace         => OrganizationView,  writes [Organization];
    organization_enter  : OrganizationId     => OrganizationView,  writes [Organization];
    organization_look   : KnownPlace         => OrganizationLook,  reads  [Organization, Users, Mail];
    ask_at              : AskAt              => Answered,          reads  [];
    connect             : ConnectTo          => Greeting,          reads  [];
    sign_in             : SignInWith         => SignInStep,        writes [Organization];
    sign_in_factor      : GiveFactor         => SignInStep,        writes [Organization];
    sign_in_choose      : OrganizationId     => SignInStep,        writes [Organization];
    sign_in_password    : NewPassword        => SignInStep,        writes [Organization];
    sign_out            : ()                 => (),                writes [Organization];
    line_get            : ()                 => Option<LineView>,  reads  [Line];
    line_try            : ()                 => (),                reads  [];
    queue_settle        : SettleQueued       => (),                writes [Line, Users];
    sample_open         : ()                 => OrganizationView,  writes [Organization];
    password_judge      : JudgePassword      => PasswordView,      reads  [];
    preferences_get     : ()                 => Preferences,       reads  [];
    preferences_set     : Preferences        => (),                writes [];
    import_load         : LoadTables         => TablesView,        reads  [];
    import_adjust       : AdjustTable        => TablesView,        reads  [];
    import_run          : RunImport          => ImportView,        writes [Users, Groups, Mail];
    import_report       : u32                => SavedFile,         reads  [];
    task_cancel         : ()                 => (),                reads  [];
    export_table        : ExportTable        => SavedFile,         reads  [];
    log_save            : ExportLog          => SavedFile,         reads  [];
    security_save       : ()                 => SavedFile,         reads  [];
    review_save         : ReviewSheetAsk     => SavedFile,         reads  [];
    file_show           : String             => (),                reads  [];
    payment_open        : ()                 => PaymentPage,       writes [Organization];
    private_browser     : ()                 => Option<String>,    reads  [];
    link_open           : OpenLink           => (),                reads  [];
    factor_open         : ()                 => (),                reads  [];
    text_copy           : String             => (),                reads  [];
    mail_settings       : ()                 => MailSettingsView,  reads  [Mail];
    mail_settings_save  : SaveMailSettings   => MailSettingsView,  writes [Mail];
    mail_test           : TestMail           => (),                reads  [];
} } } } }
