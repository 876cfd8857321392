using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Sources.Rest.Requests;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>Parameters of a window run: first and last Beijing day.</summary>
internal sealed record RestWindow(string From, string To, string Format)
{
    public static RestWindow? Read(SettingsReader? reader, RestRequest request)
    {
        if (reader is null)
        {
            return null;
        }

        var window = new RestWindow(
            request.Names.Contains(Placeholder.From) ? reader.Text("from", "") : reader.RequiredText("from"),
            request.Names.Contains(Placeholder.To) ? reader.Text("to", "") : reader.RequiredText("to"),
            RestTime.ReadFormat(reader, "yyyy-MM-dd"));
        reader.Done();
        return window;
    }
}
