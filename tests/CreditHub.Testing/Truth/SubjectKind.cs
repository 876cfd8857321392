namespace CreditHub.Testing.Truth;

/// <summary>What a made-up subject is.</summary>
public enum SubjectKind
{
    Organisation,
    Household,
    Person,
}
