using System.Text;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Days, content form YYYY/MM/DD. <paramref name="openEnded"/>: words and far days that mean no end are stored as 2099/12/31.</summary>
internal sealed class DateForm(RuleTarget target, string? openEnded) : ValueForm(target)
{
    private const string Remedy = "请改为YYYY/MM/DD形式的真实日期";

    private static readonly ByteSet EndlessWords =
        new(new[] { "长期", "长期有效", "永久", "无固定期限" }.Select(Encoding.UTF8.GetBytes));

    /// <summary>Said where a day would stand: there is none.</summary>
    private static readonly ByteSet AbsentWords =
        new(new[] { "无处罚期限", "无处罚有效期", "无期限", "无有效期", "未填写" }.Select(Encoding.UTF8.GetBytes));

    private readonly byte[]? _endless = openEnded is null ? null : Encoding.UTF8.GetBytes(openEnded);

    private static ReadOnlySpan<byte> Endless => "2099/12/31"u8;

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        if (IsPlain(value) || (_endless is not null && value.SequenceEqual(Endless)))
        {
            draft.Values.Set(Target.Ordinal, value);
            return;
        }

        var reading = DayText.Read(value);
        if (_endless is not null && (IsEndless(reading.Number) || EndlessWords.Contains(value) || value.SequenceEqual(_endless)))
        {
            draft.Values.Set(Target.Ordinal, Endless);
            if (!value.SequenceEqual(Endless))
            {
                draft.Repaired(Target, "open_ended");
            }

            return;
        }

        if (AbsentWords.Contains(value) || reading.Nothing)
        {
            draft.Repaired(Target, "null_date");
            return;
        }

        if (reading.Problem != DayProblem.None || reading.Number is < 1800_00_00 or > 9999_00_00)
        {
            RefuseOrClear(value, reading, draft);
            return;
        }

        if (IsNullDay(reading.Number))
        {
            draft.Repaired(Target, "null_date");
            return;
        }

        Span<byte> text = stackalloc byte[DayText.Length];
        DayText.Write(reading.Number, text);
        draft.Values.Set(Target.Ordinal, text);
        if (!value.SequenceEqual(text))
        {
            draft.Repaired(Target, reading.Serial ? "excel_serial" : "date");
        }
    }

    /// <summary>Already in content form and an ordinary day: the usual case.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> value)
    {
        int number = DayText.Number(value);
        return number is > 1970_01_01 and < 2099_12_31 && DayText.IsReal(number);
    }

    private void RefuseOrClear(ReadOnlySpan<byte> value, DayReading reading, RecordDraft draft)
    {
        if (IsNullDay(reading.Number))
        {
            draft.Repaired(Target, "null_date");
            return;
        }

        string problem = reading.Problem switch
        {
            DayProblem.Ambiguous => "日期写法有歧义，无法确定年月日",
            DayProblem.NotReal => "日历上没有这一天",
            DayProblem.Zoned => "带时区的时刻不能作为日期",
            DayProblem.None when reading.Number < 1800_00_00 => "年份早于1800年",
            DayProblem.None => "是表示长期有效的日期，该字段不接受",
            _ when EndlessWords.Contains(value) => "该字段不接受长期有效",
            _ => "不是目录规定的日期形式",
        };
        Refuse(draft, "date", value, problem, Remedy);
    }

    private static bool IsEndless(int number) => number is 2099_12_31 or 9999_09_09 or 9999_12_31;

    private static bool IsNullDay(int number) => number is 1899_12_31 or 1899_12_30 or 1900_01_01 or 1970_01_01 or 1_01_01;
}
