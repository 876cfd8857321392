namespace CreditHub.Testing.Truth;

/// <summary>The kinds of bad rows.</summary>
public static class DefectKind
{
    public const string CheckDigit = "wrong check digit";
    public const string Missing = "required value missing";
    public const string Placeholder = "placeholder for a required value";
    public const string NoSuchDay = "no such day";
    public const string FutureDay = "day in the future";
    public const string UnknownCode = "unknown code";
    public const string NotANumber = "amount is not a number";
    public const string TooLong = "text too long";

    /// <summary>Text files only: bytes that are no character.</summary>
    public const string BadBytes = "undecodable bytes";

    /// <summary>Text files only: one field too many.</summary>
    public const string Shifted = "shifted row";
}
