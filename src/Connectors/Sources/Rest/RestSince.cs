using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Sources.Rest.Requests;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>
/// Asks only for what changed since the last collection. <paramref name="Lag"/> is taken off the moment the collection began: rows the supplier commits late with
/// an earlier time stamp are still seen, rows seen twice are unchanged.
/// </summary>
internal sealed record RestSince(string Parameter, string Format, TimeSpan Lag)
{
    public static RestSince? Read(SettingsReader? reader, RestRequest request)
    {
        if (reader is null)
        {
            return null;
        }

        string parameter = request.Names.Contains(Placeholder.Since) ? reader.Text("parameter", "") : reader.RequiredText("parameter");
        string format = RestTime.ReadFormat(reader, "yyyy-MM-ddTHH:mm:sszzz");
        var since = new RestSince(parameter, format, TimeSpan.FromSeconds(reader.Integer("lagSeconds", 300, 0, 604_800)));
        reader.Done();
        return since;
    }
}
