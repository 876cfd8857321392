using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Normalization;

/// <summary>First half of a record: raw field texts → values in the catalog's form. Not thread-safe.</summary>
internal sealed class FieldReader(DatasetPlan plan, FieldSource[] sources)
{
    private readonly TextCleaner _cleaner = new();

    private static readonly FieldSource AsWritten = new(null);

    /// <summary>Takes all fields of a raw record, with corrections in the place of its texts.</summary>
    public void Read(RawRecord raw, ColumnMap map, RecordDraft draft, RowOverride? corrected = null)
    {
        if (plan.IsTimed)
        {
            ReadTimed(raw, map, draft, corrected);
            return;
        }

        for (int i = 0; i < sources.Length; i++)
        {
            Read(i, raw, map, draft, corrected);
        }
    }

    /// <summary>Takes a text that was written for the catalog: neither the supplier's unit nor codes apply.</summary>
    public void Put(int ordinal, ReadOnlySpan<byte> text, RecordDraft draft) => Take(plan.Fields[ordinal], AsWritten, text, draft);

    /// <summary>The own date alone, for choosing an edition; the record's day of receipt where it cannot be read.</summary>
    public bool TryReadOwnDate(RawRecord raw, ColumnMap map, RecordDraft draft, RowOverride? corrected = null)
    {
        if (plan.OwnDateField >= 0)
        {
            Read(plan.OwnDateField, raw, map, draft, corrected);
        }

        draft.OwnDate = plan.OwnDate(draft.Values, draft.ReceivedOn);
        return plan.OwnDateField >= 0 && draft.Values.IsFilled(plan.OwnDateField);
    }

    /// <summary>The own date comes first: what the others may be depends on it.</summary>
    private void ReadTimed(RawRecord raw, ColumnMap map, RecordDraft draft, RowOverride? corrected)
    {
        TryReadOwnDate(raw, map, draft, corrected);
        for (int i = 0; i < sources.Length; i++)
        {
            var field = plan.Fields[i];
            if (field.Period is { } period && !period.Holds(draft.OwnDate))
            {
                Leave(field, period, map.Columns[i] < 0 ? default : raw[map.Columns[i]], draft);
            }
            else if (i != plan.OwnDateField)
            {
                Read(i, raw, map, draft, corrected);
            }
        }
    }

    private void Read(int i, RawRecord raw, ColumnMap map, RecordDraft draft, RowOverride? corrected)
    {
        if (corrected?.Texts[i] is { } correction)
        {
            Put(i, correction, draft);
            draft.Repaired(plan.Fields[i].Target, corrected.Rules[i]);
            return;
        }

        int column = map.Columns[i];
        var text = column < 0 ? default : raw[column];
        Take(plan.Fields[i], sources[i], text, draft);
        if (sources[i].Constant is { } constant && !draft.Values.IsFilled(i) && !draft.IsFaulty(i))
        {
            Take(plan.Fields[i], sources[i], constant, draft);
        }
    }

    /// <summary>A value for a field that does not exist at the record's time is left out, and said so.</summary>
    private void Leave(DatasetPlanField field, Period period, ReadOnlySpan<byte> text, RecordDraft draft)
    {
        text = _cleaner.Clean(text, field.Mode, out _);
        if (!text.IsEmpty && !NullWords.Contains(text))
        {
            draft.Repaired(field.Target, "period");
            draft.Report(field.Target, "period", $"{field.Target.Name}：{PeriodText.Of(period)}，本记录日期为{PeriodText.Day(draft.OwnDate)}，该值未采集。如有误请核对日期。", Severity.Warning);
        }
    }

    private void Take(DatasetPlanField field, FieldSource source, ReadOnlySpan<byte> text, RecordDraft draft)
    {
        if (text.IsEmpty && source.Codes is null)
        {
            return;
        }

        if (!text.IsEmpty && !TextScan.IsClean(text, field.Mode))
        {
            text = _cleaner.Clean(text, field.Mode, out var flags);
            if (flags != CleanFlags.None && !Note(field, flags, draft))
            {
                return;
            }
        }

        if (source.Codes is { } codes && codes.TryGetFolded(text, out var replaced))
        {
            text = replaced;
            draft.Repaired(field.Target, "codes");
        }

        if (text.IsEmpty)
        {
            return;
        }

        if (NullWords.Contains(text) && !field.Form.Keeps(text))
        {
            draft.Cleaned[field.Target.Ordinal] |= CleanFlags.NullWord;
        }
        else if (NullWords.IsSpreadsheetError(text))
        {
            field.Form.ReportSpreadsheetError(draft);
        }
        else
        {
            Take(field, source, text, draft, field.FormScope);
        }
    }

    /// <summary>Only what the form finds is limited: that a text cannot be decoded is always an error.</summary>
    private static void Take(DatasetPlanField field, FieldSource source, ReadOnlySpan<byte> text, RecordDraft draft, RuleScope? scope)
    {
        if (scope is null)
        {
            field.Form.Take(text, draft, source.Unit);
            return;
        }

        draft.Scope = scope;
        field.Form.Take(text, draft, source.Unit);
        draft.Scope = null;
    }

    /// <summary>Records what cleaning found; false when the value cannot be taken.</summary>
    private static bool Note(DatasetPlanField field, CleanFlags flags, RecordDraft draft)
    {
        var target = field.Target;
        draft.Cleaned[target.Ordinal] |= flags;
        if ((flags & (CleanFlags.Nul | CleanFlags.Broken)) != 0)
        {
            string problem = (flags & CleanFlags.Nul) != 0 ? "含有空字符（U+0000）" : "含有无法解码的字符";
            draft.Report(target, "encoding", $"{target.Name}：{problem}，内容可能已损坏。请用UTF-8或GB18030编码重新导出。");
            return false;
        }

        if ((flags & CleanFlags.Cut) != 0 && !NoteCut(field, draft))
        {
            return false;
        }

        Note(draft, flags, CleanFlags.Space, target, "space");
        Note(draft, flags, CleanFlags.Width, target, "width");
        Note(draft, flags, CleanFlags.Invisible, target, "invisible_chars");
        Note(draft, flags, CleanFlags.Control, target, "control_chars");
        Note(draft, flags, CleanFlags.PrivateUse, target, "gb18030_2022");
        Note(draft, flags, CleanFlags.Radical, target, "han_radical");
        Note(draft, flags, CleanFlags.LineBreak, target, "line_break");
        return true;
    }

    /// <summary>Long texts are taken without the half character and reported; of a name or a code the rest would be another one.</summary>
    private static bool NoteCut(DatasetPlanField field, RecordDraft draft)
    {
        bool taken = field.Mode == CleanMode.LongText;
        string message = $"{field.Target.Name}：末尾有无法解码的半个字符，疑似被中间系统按字节截断。请与原文核对后重报。";
        draft.Report(field.Target, "encoding", message, taken ? Severity.Warning : Severity.Error);
        if (taken)
        {
            draft.Repaired(field.Target, "cut_character");
        }

        return taken;
    }

    private static void Note(RecordDraft draft, CleanFlags flags, CleanFlags flag, Rules.RuleTarget target, string rule)
    {
        if ((flags & flag) != 0)
        {
            draft.Repaired(target, rule);
        }
    }
}
