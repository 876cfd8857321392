using System.Text;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Words that suppliers write for an absent value. Pure. Source: the normalisation table of the catalog drafts; seen in city platforms' loading rules;
/// second line: the same in other widths and brackets, and what data tools write.
/// </summary>
internal static class NullWords
{
    private static readonly string[] Words =
    [
        "/", "\\", "-", "--", "—", "——", "无", "暂无", "空", "不详", "未知", "NULL", "null", "None", "N/A", "n/a", "\\N", "[]号", "0000-00-00",
        "／", "－", "－－", "---", "//", "无。", "（无）", "(无)", "（空）", "(空)", "Null", "none", "NONE", "(null)", "(NULL)", "<null>", "NaN", "nan", "NaT", "#N/A", "[]",
    ];

    private static readonly ByteSet Set = new(Words.Select(Encoding.UTF8.GetBytes));
    private static readonly ByteSet Errors = new(new[] { "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!" }.Select(Encoding.UTF8.GetBytes));
    private static readonly bool[] FirstBytes = MakeFirstBytes();
    private static readonly int MaxLength = Words.Max(Encoding.UTF8.GetByteCount);

    /// <summary>What the 2015 standard itself asks for where a document has no number.</summary>
    public static ReadOnlySpan<byte> NoDocumentNumber => "空"u8;

    /// <summary>A formula that failed: what should stand there is not known, so it is not absent either.</summary>
    public static bool IsSpreadsheetError(ReadOnlySpan<byte> text) => !text.IsEmpty && text[0] == '#' && Errors.Contains(text);

    /// <summary>Whether the whole text is one of the words.</summary>
    public static bool Contains(ReadOnlySpan<byte> text) =>
        text.Length <= MaxLength && (text.IsEmpty || (FirstBytes[text[0]] && Set.Contains(text)));

    private static bool[] MakeFirstBytes()
    {
        var first = new bool[256];
        foreach (string word in Words)
        {
            first[Encoding.UTF8.GetBytes(word)[0]] = true;
        }

        return first;
    }
}
