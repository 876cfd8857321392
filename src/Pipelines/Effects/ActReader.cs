using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;

namespace CreditHub.Pipelines.Effects;

/// <summary>A record of a dataset with effects → the act it is. Pure.</summary>
internal static class ActReader
{
    /// <summary>No entry that fits: an act that does nothing, which ends what an earlier version of the record did.</summary>
    public static ActRow Read(DatasetPlan plan, RecordValues values, long recordNo, long versionNo, int line)
    {
        var effect = plan.Effect!;
        var (act, _, field, value) = Array.Find(effect.Acts, entry => entry.When?.Holds(values) ?? true);
        string? name = RecordNames.NameOf(Text(effect.Name));
        string? number = Text(effect.Number);
        return new ActRow
        {
            SourceNo = recordNo, VersionNo = versionNo, Line = line,
            Action = act?.Action ?? "none", Reason = act?.Reason ?? effect.Acts[0].Act.Reason,
            Author = Text(effect.Author), Document = Text(effect.Document), FromDay = Day(effect.From), ToDay = Day(effect.To),
            Field = Text(act is null ? -1 : field), Value = Text(act is null ? -1 : value),
            Dataset = effect.Names is null ? null : effect.Names.Dataset ?? Text(effect.Dataset),
            Number = number is null ? null : NameFold.Fold(number), Code = Text(effect.Code), NameKey = name, NameDigest = RecordNames.Digest(name),
            RecordNo = effect.Names is null ? recordNo : null,
        };

        string? Text(int ordinal) => RecordNames.Text(values, ordinal);

        DateOnly? Day(int ordinal) => ordinal >= 0 && values.IsFilled(ordinal) ? DayText.ToDay(DayText.Number(values[ordinal])) : null;
    }
}
