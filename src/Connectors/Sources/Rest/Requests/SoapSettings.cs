using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>The envelope's version and the action named in the headers.</summary>
internal sealed record SoapSettings(bool Version12, string Action)
{
    public string ContentType => Version12 ? $"application/soap+xml; charset=utf-8; action=\"{Action}\"" : "text/xml; charset=utf-8";

    public static SoapSettings? Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        string action = reader.Text("action", "");
        if (action.Length > 500 || action.Any(c => c is <= ' ' or > '~' or '"' or '\\'))
        {
            reader.Add("action", action, "an action is a URI without spaces and quotes", "copy soapAction from the supplier's WSDL");
            action = "";
        }

        var soap = new SoapSettings(reader.Choice("version", "1.1", "1.1", "1.2") == "1.2", action);
        reader.Done();
        return soap;
    }
}
