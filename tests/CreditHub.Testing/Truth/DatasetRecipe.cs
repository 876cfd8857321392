using static CreditHub.Testing.Truth.DefectKind;

namespace CreditHub.Testing.Truth;

/// <summary>A table: how rows of one dataset and edition are made up, how they can be spoiled, and which field may change without making another record.</summary>
public sealed record DatasetRecipe(string Dataset, string Edition, string ChangingField, IReadOnlyList<FieldRecipe> Fields, IReadOnlyList<Defect> Defects)
{
    /// <summary>Fields that must be filled only under a condition: left out of rows for which it does not hold.</summary>
    public IReadOnlyList<(string Field, Func<Func<string, string>, bool> When)> Needs { get; init; } = [];

    /// <summary>The usual defects of the fields named; null where the dataset has no such field.</summary>
    public static IReadOnlyList<Defect> Spoiling(
        string? code = null, string? required = null, string? day = null, string? listed = null, string? amount = null, (string Field, int Length)? text = null)
    {
        List<Defect?> defects =
        [
            code is null ? null : new(CheckDigit, code, (value, _) => MadeUpNumbers.Spoil(value)),
            required is null ? null : new(Missing, required, (_, _) => ""),
            required is null ? null : new(Placeholder, required, (_, row) => row.Pick("null", "无", "/", "暂无", "NULL")),
            day is null ? null : new(NoSuchDay, day, (_, row) => row.Pick("nosuch", "2026/13/05", "2026-02-30", "二〇二六年三月", "2025.4.31")),
            day is null ? null : new(FutureDay, day, (_, row) => MadeUpRow.Text(row.Today.AddDays(400))),
            listed is null ? null : new(UnknownCode, listed, (_, _) => "不存在的取值"),
            amount is null ? null : new(NotANumber, amount, (_, row) => row.Pick("nan", "若干元", "约3000", "1.5E+3", "见附件")),
            text is null ? null : new(TooLong, text.Value.Field, (value, _) => value + new string('长', text.Value.Length)),
        ];
        return [.. defects.OfType<Defect>()];
    }
}
