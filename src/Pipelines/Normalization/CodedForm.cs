using System.Text;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Values of a code list, stored as code or name. <paramref name="style"/> allows several values joined by a semicolon and values with a free note
/// after a prefix. A value outside the list is reported and kept, so that conditions on it still see it.
/// </summary>
internal sealed class CodedForm(RuleTarget target, CodeEras codes, CodeStyle style) : ValueForm(target)
{
    private readonly byte[]? _prefix = style.Prefix is null ? null : Encoding.UTF8.GetBytes(style.Prefix);

    /// <inheritdoc/>
    public override CleanMode Mode => CleanMode.Text;

    /// <inheritdoc/>
    public override bool IsTimed => codes.IsTimed;

    /// <inheritdoc/>
    public override bool Keeps(ReadOnlySpan<byte> nullWord) => codes.Any.TryGet(nullWord, out _);

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        var table = codes.At(draft.OwnDate);
        if (style.Separator is { } mark && IsStoredList(table, value, (byte)mark[0]))
        {
            draft.Values.Set(Target.Ordinal, value);
            return;
        }

        if (TryMap(table, value, out var stored) || TryMap(table, WithoutDotZero(value), out stored))
        {
            Set(value, stored, draft);
            return;
        }

        if (style.Separator is { } separator && value.Length <= 4000 && Split(table, Encoding.UTF8.GetString(value), separator) is { } several)
        {
            Set(value, Encoding.UTF8.GetBytes(several), draft);
            return;
        }

        draft.Values.Set(Target.Ordinal, value);
        Refuse(draft, style.Rule, value, Problem(value, draft), $"请按代码表“{style.SetName}”填写");
    }

    /// <summary>Values that are all stored forms, joined by the separator, each once: the usual case, without a string.</summary>
    private static bool IsStoredList(CodeTable table, ReadOnlySpan<byte> value, byte separator)
    {
        int start = 0;
        while (true)
        {
            int end = value[start..].IndexOf(separator);
            var part = end < 0 ? value[start..] : value.Slice(start, end);
            if (!table.TryGet(part, out var stored) || !part.SequenceEqual(stored) || (start > 0 && value[..start].IndexOf(part) >= 0))
            {
                return false;
            }

            if (end < 0)
            {
                return true;
            }

            start += end + 1;
        }
    }

    /// <summary>A code of another time is told from one that never was.</summary>
    private string Problem(ReadOnlySpan<byte> value, RecordDraft draft)
    {
        foreach (var range in value.SplitAny((byte)';', (byte)','))
        {
            if (codes.OtherTime(value[range]) is { } time)
            {
                return $"代码{time}，本记录日期为{PeriodText.Day(draft.OwnDate)}";
            }
        }

        return "不在代码表内";
    }

    private void Set(ReadOnlySpan<byte> value, ReadOnlySpan<byte> stored, RecordDraft draft)
    {
        bool same = value.SequenceEqual(stored);
        draft.Values.Set(Target.Ordinal, stored);
        if (!same)
        {
            draft.Repaired(Target, style.Rule);
        }
    }

    private bool TryMap(CodeTable table, ReadOnlySpan<byte> value, out ReadOnlySpan<byte> stored)
    {
        if (table.TryGetFolded(value, out stored))
        {
            return true;
        }

        stored = value;
        return _prefix is not null && value.StartsWith(_prefix);
    }

    /// <summary>Values joined by the separator, or null when one of them is unknown. Chinese separators count only where the parts are known.</summary>
    private string? Split(CodeTable table, string text, string separator)
    {
        var result = new List<string>();
        foreach (string part in text.Replace("；", separator, StringComparison.Ordinal).Split(separator, StringSplitOptions.TrimEntries))
        {
            if (part.Length > 0 && !AddParts(table, part, result))
            {
                return null;
            }
        }

        return result.Count == 0 ? null : string.Join(separator, result.Distinct(StringComparer.Ordinal));
    }

    /// <summary>A part is one value, or several with 、 or a comma between them; names of values may hold 、 too, so the longest known run wins.</summary>
    private bool AddParts(CodeTable table, string part, List<string> result)
    {
        char[] marks = ['、', '，', ','];
        for (int start = 0; start < part.Length;)
        {
            int end = part.Length;
            ReadOnlySpan<byte> stored;
            while (!TryMap(table, Encoding.UTF8.GetBytes(part[start..end].Trim()), out stored))
            {
                end = part.LastIndexOfAny(marks, end - 1, end - start);
                if (end <= start)
                {
                    return false;
                }
            }

            result.Add(Encoding.UTF8.GetString(stored));
            start = end + 1;
        }

        return true;
    }
}
