using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Months (YYYYMM) and years (YYYY). A full date is taken as a month only when it is the first of it: what a spreadsheet makes of a month.</summary>
internal sealed class PeriodForm(RuleTarget target, bool year) : ValueForm(target)
{
    private static ReadOnlySpan<byte> YearSign => "年"u8;

    private static ReadOnlySpan<byte> MonthSign => "月"u8;

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        int number = year ? ReadYear(value) : ReadMonth(WithoutDotZero(value));
        if (number == 0)
        {
            Refuse(draft, year ? "year" : "yyyymm", value, year ? "不是四位年份" : "不是年月", year ? "请改为四位年份，如2026" : "请改为YYYYMM，如202611");
            return;
        }

        Span<byte> text = stackalloc byte[year ? 4 : 6];
        Digits.Write(text, number);
        draft.Values.Set(Target.Ordinal, text);
        if (!value.SequenceEqual(text))
        {
            draft.Repaired(Target, year ? "year" : "yyyymm");
        }
    }

    private static int ReadYear(ReadOnlySpan<byte> value)
    {
        value = WithoutDotZero(value);
        if (value.EndsWith("年度"u8))
        {
            value = value[..^"年度"u8.Length];
        }
        else if (value.EndsWith(YearSign))
        {
            value = value[..^YearSign.Length];
        }

        int number = value.Length == 4 ? Digits.Read(value) : 0;
        return number is >= 1800 and <= 2999 ? number : 0;
    }

    private static int ReadMonth(ReadOnlySpan<byte> value)
    {
        if (value.Length < 6 || !Digits.All(value[..4]))
        {
            return FirstOfMonth(value);
        }

        int yearNumber = Digits.Read(value[..4]);
        var rest = value[4..];
        if (rest.StartsWith(YearSign) && rest.EndsWith(MonthSign) && rest.Length > YearSign.Length + MonthSign.Length)
        {
            rest = rest[YearSign.Length..^MonthSign.Length];
        }
        else if (rest[0] is (byte)'/' or (byte)'-' or (byte)'.')
        {
            rest = rest[1..];
        }
        else if (rest.Length != 2)
        {
            return FirstOfMonth(value);
        }

        int month = rest.Length is 1 or 2 ? Digits.Read(rest) : -1;
        return month is >= 1 and <= 12 && yearNumber is >= 1800 and <= 2999 ? (yearNumber * 100) + month : FirstOfMonth(value);
    }

    private static int FirstOfMonth(ReadOnlySpan<byte> value)
    {
        int number = DayText.Read(value).Number;
        return number >= 1800_00_00 && number % 100 == 1 ? number / 100 : 0;
    }
}
