using System.Globalization;

namespace CreditHub.Pipelines.Model;

/// <summary>
/// Where a record stands, for people. A template holds <c>{0}</c> for the position; one of several lines holds one for each part of a payload (the files of an archive),
/// and a position then says part and place. The database shows locations by the same rule (<c>hub.location</c>). Pure.
/// </summary>
public static class RecordLocation
{
    /// <summary>Places of one part.</summary>
    public const int PartSize = 10_000_000;

    /// <summary>Parts a position can tell apart.</summary>
    public const int MostParts = 200;

    /// <summary>The position of a place in a part. <paramref name="part"/> counts from 0; places beyond the size are shown as the last one.</summary>
    public static int PositionOf(int part, int place) => (part * PartSize) + Math.Min(place, PartSize - 1);

    /// <summary>A template for several parts, in order. A part whose name is empty is shown as the first one is.</summary>
    public static string TemplateOf(IEnumerable<string> parts) => string.Concat(parts.Select(part => part.Replace('\n', ' ') + "\n"));

    /// <summary>The location of a position.</summary>
    public static string Of(string template, int position)
    {
        if (!template.Contains('\n', StringComparison.Ordinal))
        {
            return template.Replace("{0}", position.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        string[] parts = template.Split('\n');
        int part = position / PartSize;
        string shown = part < parts.Length && parts[part].Length > 0 ? parts[part] : parts[0];
        return shown.Replace("{0}", (position % PartSize).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
