namespace CreditHub.Testing.Truth;

/// <summary>Makes single rows of one feed.</summary>
internal sealed class RowMaker(FeedLayout layout, DatasetRecipe recipe, FeedPlan plan)
{
    // the evening before: nothing is newer than a supplier would tell at any time of the day
    private readonly DateTimeOffset _now = new(plan.Today.AddDays(-1).ToDateTime(new TimeOnly(23, 0)), TimeSpan.FromHours(8));

    public TruthRow Good(int number)
    {
        var seed = new MadeUpRow(plan.Seed, number, plan.Today);
        var values = Values(seed);
        return Row(seed, TruthFate.New, values) with { Cells = plan.Messy ? Messy(seed, values) : Tidy(values) };
    }

    /// <summary>The same record as it came earlier, with another remark.</summary>
    public TruthRow Former(TruthRow row)
    {
        var column = layout.Columns.FirstOrDefault(c => c.Field == recipe.ChangingField);
        return column is null
            ? row with { Fate = TruthFate.Duplicate }
            : row with { Fate = TruthFate.Duplicate, Cells = With(row.Cells, column.Field, "此前报送") };
    }

    public TruthRow Bad(int number, Defect defect)
    {
        var seed = new MadeUpRow(plan.Seed, number, plan.Today) { Kind = SubjectKind.Organisation };
        var values = Values(seed);
        string spoiled = defect.Spoil(values.GetValueOrDefault(defect.Field, ""), seed);
        return Row(seed, TruthFate.Rejected, values) with { Defect = defect.Kind, Cells = With(Tidy(values), defect.Field, spoiled) };
    }

    /// <summary>A good row that the file's writer damages.</summary>
    public TruthRow Damaged(int number, string kind)
    {
        var seed = new MadeUpRow(plan.Seed, number, plan.Today) { Kind = SubjectKind.Organisation };
        var values = Values(seed);
        return Row(seed, TruthFate.Rejected, values) with { Defect = kind, Cells = Tidy(values) };
    }

    /// <summary>A row that becomes no record: it takes back what never came, or is a test.</summary>
    public TruthRow Excluded(int number)
    {
        var row = Good(number);
        return layout.Deletion is not null ? row with { Fate = TruthFate.Excluded, IsGone = true } : row with { Fate = TruthFate.Excluded, Cells = With(row.Cells, "BZ", "测试数据") };
    }

    private TruthRow Row(MadeUpRow seed, TruthFate fate, Dictionary<string, string> values) =>
        new(seed.Number, fate, values) { UpdatedAt = _now.AddMinutes(-seed.Int("updated", 1, 40_000)) };

    private Dictionary<string, string> Values(MadeUpRow seed)
    {
        var values = new Dictionary<string, string>();
        foreach (var field in recipe.Fields)
        {
            if (Value(seed, field) is { Length: > 0 } value)
            {
                values[field.Code] = value;
            }
        }

        foreach (var (field, _) in recipe.Needs.Where(n => !layout.Fixed.ContainsKey(n.Field) && !n.When(f => values.GetValueOrDefault(f, ""))).ToList())
        {
            values.Remove(field);
        }

        return values;
    }

    /// <summary>What the record will hold: the hub's fixed value, else the recipe's if the supplier can spell it at all.</summary>
    private string? Value(MadeUpRow seed, FieldRecipe field)
    {
        if (layout.Fixed.TryGetValue(field.Code, out var given))
        {
            return given;
        }

        var column = layout.Columns.FirstOrDefault(c => c.Field == field.Code);
        var value = column is null ? null : field.Make(seed);
        return value is not null && column!.Codes is { } codes && !codes.ContainsKey(value) ? codes.Keys.First() : value;
    }

    private Dictionary<string, string> Tidy(Dictionary<string, string> values) =>
        layout.Columns.ToDictionary(c => c.Field, c => values.TryGetValue(c.Field, out var value) ? c.Spell(value) : "");

    private Dictionary<string, string> Messy(MadeUpRow seed, Dictionary<string, string> values) => layout.Columns.ToDictionary(
        c => c.Field,
        c => values.TryGetValue(c.Field, out var value) ? MessySpelling.Of(c, c.Spell(value), seed) : MessySpelling.Absent(seed, c.Field));

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> cells, string field, string text) =>
        new(cells) { [field] = text };
}
