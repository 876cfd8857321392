using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>Parameters of a window run: first and last Beijing day.</summary>
internal sealed record RestWindow(string From, string To, string Format)
{
    public static RestWindow? Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var window = new RestWindow(reader.RequiredText("from"), reader.RequiredText("to"), RestTime.ReadFormat(reader, "yyyy-MM-dd"));
        reader.Done();
        return window;
    }
}
