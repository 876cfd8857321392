using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>What <c>{date}</c> stands for: the Beijing day the run began, less some days.</summary>
internal sealed record RestDate(string Format, int DaysBack)
{
    public static RestDate Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return new RestDate("yyyy-MM-dd", 0);
        }

        var date = new RestDate(RestTime.ReadFormat(reader, "yyyy-MM-dd"), reader.Integer("daysBack", 0, 0, 366));
        reader.Done();
        return date;
    }
}
