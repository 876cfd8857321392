using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>What may be the code of a subject, and in which form. One place for the subject of a record and for the keys of subjects. Pure.</summary>
internal static class SubjectCode
{
    /// <summary>Bytes of the longest subject id.</summary>
    public const int Longest = 64;

    /// <summary>Registration number.</summary>
    public static ReadOnlySpan<byte> Reg => "REG:"u8;

    /// <summary>Organisation code.</summary>
    public static ReadOnlySpan<byte> Org => "ORG:"u8;

    /// <summary>Tax number.</summary>
    public static ReadOnlySpan<byte> Tax => "TAX:"u8;

    /// <summary>Digest of a name.</summary>
    public static ReadOnlySpan<byte> Name => "NAME:"u8;

    /// <summary>Keyed digest of a natural person.</summary>
    public static ReadOnlySpan<byte> Person => "P:"u8;

    /// <summary>There is a value, whole and short enough.</summary>
    public static bool Fits(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> code) =>
        !code.IsEmpty && code.Length <= Longest - kind.Length && !CitizenId.IsMasked(code);

    /// <summary>Resembles a person's number: only its keyed digest may be kept.</summary>
    public static bool IsPersonal(ReadOnlySpan<byte> code) => CitizenId.Resembles(code) && !RegistrationNumber.IsValid(code);
}
