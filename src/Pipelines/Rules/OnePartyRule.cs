using System.Buffers;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>one_party</c>: the name names one party. One document that punishes several is one record for each of them: a list of names in one cell loses all but one. Only a
/// warning: 、 and 等 occur in names too.
/// </summary>
internal sealed class OnePartyRule(RuleTarget target) : Rule("one_party", target, Severity.Warning)
{
    private static readonly byte[][] Marks = [.. new[] { "、", "；", ";", "，", ",", "/", "|" }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Without one of these there is no mark: most names are done with one look.</summary>
    private static readonly SearchValues<byte> FirstBytes = SearchValues.Create([.. Marks.Select(mark => mark[0])]);

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (CountsOthers(value) || (value.IndexOfAny(FirstBytes) >= 0 && Names(value) > 1))
        {
            Report(draft, "疑似在一栏填写了多个当事人", "一份文书涉及多个当事人的，请每个当事人报送一条");
        }
    }

    /// <summary>等3人, 等五家单位.</summary>
    private static bool CountsOthers(ReadOnlySpan<byte> value)
    {
        int at = value.LastIndexOf("等"u8);
        if (at <= 0)
        {
            return false;
        }

        var rest = value[(at + "等"u8.Length)..];
        int digits = 0;
        while (!rest.IsEmpty && Rune.DecodeFromUtf8(rest, out var rune, out int length) == OperationStatus.Done
            && (Rune.IsDigit(rune) || ChineseNumber.Holds(rune.Value)))
        {
            digits++;
            rest = rest[length..];
        }

        return digits > 0 && (rest.StartsWith("人"u8) || rest.StartsWith("家"u8) || rest.StartsWith("名"u8) || rest.StartsWith("户"u8));
    }

    /// <summary>Parts between marks, outside brackets, of at least two characters.</summary>
    private static int Names(ReadOnlySpan<byte> value)
    {
        int names = 0;
        int depth = 0;
        int length = 0;
        while (!value.IsEmpty)
        {
            int mark = depth == 0 ? MarkAt(value) : 0;
            Rune.DecodeFromUtf8(value, out var rune, out int read);
            value = value[(mark > 0 ? mark : read)..];
            depth += rune.Value is '(' or '（' ? 1 : rune.Value is ')' or '）' ? -1 : 0;
            names += mark > 0 && length > 1 ? 1 : 0;
            length = mark > 0 ? 0 : length + 1;
        }

        return names + (length > 1 ? 1 : 0);
    }

    private static int MarkAt(ReadOnlySpan<byte> value)
    {
        foreach (byte[] mark in Marks)
        {
            if (value.StartsWith(mark))
            {
                return mark.Length;
            }
        }

        return 0;
    }
}
