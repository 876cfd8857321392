using System.Runtime.CompilerServices;

namespace CreditHub.Pipelines.Model;

/// <summary>
/// Identity of a record for ever, in every edition and run: SHA-256 of sender, dataset code and natural-key values
/// (normalised, catalog order) joined by U+001F. Shape: 32 bytes; printed as 64 lower-case hex digits.
/// Source: the platform protocol, section 3.
/// </summary>
[InlineArray(4)]
public struct RecordIdBytes
{
    private ulong _word;
}
