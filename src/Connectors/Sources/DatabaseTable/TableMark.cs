using CreditHub.Connectors.Databases.Reading;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>The supplier's column that says whether a row was taken. <paramref name="Pending"/>: null stands for NULL.</summary>
internal sealed record TableMark(string Column, string? Pending, string Taken, bool Number)
{
    public static TableMark? Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var mark = new TableMark(
            ReadSettings.Column(reader, "column", required: true) ?? "", reader.OptionalText("pending"), reader.RequiredText("taken"), reader.Choice("type", "text", "text", "number") == "number");
        if (mark.Number && (!IsNumber(mark.Taken) || (mark.Pending is { } pending && !IsNumber(pending))))
        {
            reader.Add("taken", mark.Taken, "not a whole number", "write numbers in quotes, or type text");
        }

        reader.Done();
        return mark;
    }

    public object ValueOf(string text) => Number ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : text;

    private static bool IsNumber(string text) => long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _);
}
