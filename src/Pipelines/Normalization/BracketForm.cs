using System.Buffers;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Numbers of documents and court cases: all brackets of one kind (〔〕 or （）), no spaces: two writings of one number are one record.
/// </summary>
internal sealed class BracketForm(RuleTarget target, bool courtCase) : ValueForm(target)
{
    private static readonly SearchValues<byte> Suspects = SearchValues.Create("()[] "u8.ToArray().Append((byte)0xE3).Append((byte)0xEF).ToArray());

    private const int MostEmpty = 12;

    private static readonly ByteSet NumberWords = new([[], "号"u8.ToArray(), "第号"u8.ToArray()]);

    private readonly byte[] _open = courtCase ? "（"u8.ToArray() : "〔"u8.ToArray();
    private readonly byte[] _close = courtCase ? "）"u8.ToArray() : "〕"u8.ToArray();

    /// <inheritdoc/>
    public override CleanMode Mode => CleanMode.Text;

    /// <inheritdoc/>
    public override bool Keeps(ReadOnlySpan<byte> nullWord) => !courtCase && nullWord.SequenceEqual(NullWords.NoDocumentNumber);

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        if (IsUnified(value))
        {
            if (!IsEmptyForm(value, draft))
            {
                draft.Values.Set(Target.Ordinal, value);
            }

            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(value.Length * 3);
        int end = Unify(value, buffer);
        var unified = buffer.AsSpan(0, end);
        if (!IsEmptyForm(unified, draft))
        {
            SetRewritten(draft, unified, courtCase ? "case_no" : "doc_no_chars");
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>The form of a number without any: 〔〕号. It stands for nothing.</summary>
    private bool IsEmptyForm(ReadOnlySpan<byte> unified, RecordDraft draft)
    {
        bool empty = unified.Length <= MostEmpty && unified.StartsWith(_open) && unified[_open.Length..].StartsWith(_close)
            && NumberWords.Contains(unified[(_open.Length + _close.Length)..]);
        draft.Cleaned[Target.Ordinal] |= empty ? CleanFlags.NullWord : CleanFlags.None;
        return empty;
    }

    /// <summary>No space and no bracket of another kind.</summary>
    private bool IsUnified(ReadOnlySpan<byte> value)
    {
        int at;
        while ((at = value.IndexOfAny(Suspects)) >= 0)
        {
            value = value[at..];
            int length = value[0] < 0x80 ? 1 : 3;
            var character = value[..length];
            if (length == 1 || (Bracket(character) != 0 && !character.SequenceEqual(_open) && !character.SequenceEqual(_close)))
            {
                return false;
            }

            value = value[length..];
        }

        return true;
    }

    private int Unify(ReadOnlySpan<byte> value, Span<byte> target)
    {
        int end = 0;
        for (int i = 0; i < value.Length;)
        {
            int length = value[i] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
            var character = value.Slice(i, Math.Min(length, value.Length - i));
            i += length;
            var written = Bracket(character) switch { 1 => _open, -1 => _close, _ => character };
            if (!character.SequenceEqual(" "u8))
            {
                written.CopyTo(target[end..]);
                end += written.Length;
            }
        }

        return end;
    }

    /// <summary>1 opens, -1 closes, 0 is no bracket.</summary>
    private static int Bracket(ReadOnlySpan<byte> character)
    {
        if (character.Length == 1)
        {
            return character[0] switch { (byte)'(' or (byte)'[' => 1, (byte)')' or (byte)']' => -1, _ => 0 };
        }

        if (character.Length != 3 || character[0] is not (0xE3 or 0xEF))
        {
            return 0;
        }

        return (character[0], character[1], character[2]) switch
        {
            (0xE3, 0x80, 0x90 or 0x94 or 0x96) or (0xEF, 0xBC, 0x88 or 0xBB) or (0xEF, 0xB9, 0x99 or 0x9D) => 1, // 【 〔 〖 （ ［ ﹙ ﹝
            (0xE3, 0x80, 0x91 or 0x95 or 0x97) or (0xEF, 0xBC, 0x89 or 0xBD) or (0xEF, 0xB9, 0x9A or 0x9E) => -1,
            _ => 0,
        };
    }
}
