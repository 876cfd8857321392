using System.Globalization;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>truncated_at:72,255</c>: a text of exactly so many characters or bytes that does not end like a sentence was probably cut by a station before us. Only a warning.
/// A limit in bytes cuts between characters too: up to two bytes less count.
/// </summary>
internal sealed class TruncatedRule(RuleTarget target, int[] limits) : Rule("truncated_at", target, Severity.Warning)
{
    private static readonly byte[][] Ends = [.. "。！？；）】》”’…)]>.!?;\"".EnumerateRunes().Select(rune => Encoding.UTF8.GetBytes(rune.ToString()))];

    private readonly int _shortest = limits.Min() - 2;
    private readonly int _longest = limits.Max() * 4;

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (value.Length < _shortest || value.Length > _longest || EndsLikeSentence(value))
        {
            return;
        }

        int characters = RuleText.CountScalars(value);
        foreach (int limit in limits)
        {
            bool bytes = value.Length <= limit && value.Length > limit - 3 && characters < value.Length;
            if (bytes || characters == limit)
            {
                string unit = characters == limit ? "个字" : "个字节";
                Report(draft, string.Create(CultureInfo.InvariantCulture, $"恰好{limit}{unit}且没有结束，疑似被中间系统截断"), "请与原文核对");
                return;
            }
        }
    }

    /// <summary>The limit of one connector, beside those of the catalog: one text is reported once.</summary>
    public void CheckUnlessFound(RecordDraft draft)
    {
        if (!Value(draft).IsEmpty && !draft.Record.Violations.Exists(v => v.Rule == "truncated_at" && v.Field == Target.Code))
        {
            Check(draft);
        }
    }

    private static bool EndsLikeSentence(ReadOnlySpan<byte> value)
    {
        foreach (byte[] end in Ends)
        {
            if (value.EndsWith(end))
            {
                return true;
            }
        }

        return false;
    }
}
