//! The words that stand at the top of columns, in several products and languages.
//!
//! Compared without case, blanks and punctuation, and without what stands in
//! brackets behind them: those additions vary from year to year.

use super::Field;

/// What a head means before its neighbours are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Field(Field),
    /// What people sign in with; mostly, not always, an address.
    SignInName,
    /// A name; of which kind depends on the other columns.
    SomeName,
}

const fn field(field: Field) -> Meaning {
    Meaning::Field(field)
}

/// Heads in their bare form, see [`bare`], with blanks between them.
const WORDS: &[(Meaning, &str)] = &[
    (
        field(Field::Email),
        "email emailaddress mail mailaddress emails primaryemail workemail useremail \
         emailadresse mailadresse epost epostadresse epostadress epostaddress sähköposti \
         adresseemail adressemail adresseélectronique adresseelectronique courriel mél correo \
         correoelectrónico correoelectronico direccióndecorreo indirizzoemail \
         postaelettronica endereçodeemail correioeletrônico correioeletrónico emailadres \
         adresemail poczta eposta почта электроннаяпочта пошта メール メールアドレス 邮箱 電子郵件 이메일",
    ),
    (
        Meaning::SignInName,
        "login username userprincipalname upn user userid samaccountname benutzername \
         anmeldename identifiant nomdutilisateur usuario nombredeusuario utente nomeutente \
         gebruikersnaam brukernavn brugernavn användarnamn",
    ),
    (
        field(Field::FirstName),
        "firstname givenname forename first vorname prénom prenom primernombre nombredepila \
         primeironome nomepróprio voornaam fornavn förnamn fornamn etunimi imię imie jméno \
         имя ім'я 名 이름",
    ),
    (
        field(Field::LastName),
        "lastname surname familyname last nachname familienname zuname nomdefamille apellido \
         apellidos cognome sobrenome apelido últimonome achternaam familienaam etternavn \
         efternavn efternamn sukunimi nazwisko příjmení soyad soyadı фамилия прізвище 姓 성",
    ),
    (
        field(Field::FullName),
        "fullname displayname personname vollständigername anzeigename nomcomplet \
         nombrecompleto nomecompleto volledigenaam fulltnavn fuldenavn fullständigtnamn \
         weergavenaam visningsnavn фио 氏名",
    ),
    (Meaning::SomeName, "name nom nombre nome naam navn namn nimi nazwa"),
    (
        field(Field::Tier),
        "role tier accesslevel adminrole issuperadmin superadmin isadmin admin \
         isadministrator isdelegatedadmin rolle rôle rol ruolo função papel roll rooli rola \
         роль",
    ),
    (
        field(Field::Groups),
        "groups group groupname groupnames memberof groupmembership groupmemberships gruppe \
         gruppen groupe groupes grupo grupos gruppo gruppi groep groepen grupper grupp ryhmä \
         ryhmät grupa grupy группа группы",
    ),
    (
        field(Field::Status),
        "status newstatus userstatus accountstatus accountenabled enabled active isactive \
         suspended issuspended blocked blocksignin disabled isdisabled aktiv gesperrt statut \
         estado stato actif activo attivo tila статус",
    ),
    (
        field(Field::Phone),
        "phone phonenumber telephone telephonenumber mobile mobilephone mobilenumber cell \
         cellphone workphone primaryphone officephone businessphone telefon telefonnummer \
         handy mobil mobiltelefon téléphone portable teléfono telefono móvil telefone celular \
         telefoon telefoonnummer puhelin телефон 電話番号",
    ),
    (
        field(Field::Language),
        "language preferredlanguage locale sprache langue idioma lingua língua taal språk \
         sprog kieli język язык мова 言語",
    ),
    (
        field(Field::LastSignIn),
        "lastactive lastsignin lastlogin lastlogon lastseen lastsignindatetime lastsigninat \
         letzteanmeldung dernièreconnexion últimoacceso ultimoaccesso últimoacesso \
         laatstaangemeld sistinnlogget",
    ),
    (field(Field::Access), "access accessmode zugriff accès acceso accesso acesso toegang tilgang åtkomst"),
    (field(Field::Note), "note notes notiz notizen anmerkung remarque nota notas notities notat merknad anteckning"),
    (field(Field::GroupDescription), "description beschreibung descripción descrizione descrição"),
    (field(Field::GroupParent), "parent parentgroup übergeordnetegruppe"),
    (field(Field::GroupPermissions), "permissions rights berechtigungen rechte"),
];

/// What a head means: what its brackets name, else what stands before them.
pub(super) fn meaning(head: &str) -> Option<Meaning> {
    bracketed(head).and_then(|property| lookup(&property)).or_else(|| lookup(&bare(head)))
}

pub(super) fn is_known(head: &str) -> bool {
    meaning(head).is_some()
}

fn lookup(bare: &str) -> Option<Meaning> {
    WORDS.iter().find(|(_, words)| words.split(' ').any(|word| word == bare)).map(|(meaning, _)| *meaning)
}

/// A head in small letters, cut at the first bracket, without blanks and
/// punctuation.
pub(super) fn bare(head: &str) -> String {
    let before = head.split(['[', '(', '{', '*']).next().unwrap_or_default();
    letters(before)
}

/// What stands in square brackets, in the same form.
pub(super) fn bracketed(head: &str) -> Option<String> {
    let (_, rest) = head.split_once('[')?;
    let (inside, _) = rest.split_once(']')?;
    Some(letters(inside))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
