using System.Net;
using System.Text;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>Form fields; one whose only placeholder has no value is left out.</summary>
internal sealed class FormBody(IReadOnlyList<(string Name, Template Value)> fields) : RequestBody
{
    public override IEnumerable<string> Names => fields.SelectMany(f => f.Value.Names);

    public override string ContentType => "application/x-www-form-urlencoded";

    public static FormBody Read(SettingsReader reader)
    {
        var fields = reader.TextMap("template").Select(f => (f.Key, RestRequest.ReadTemplate(reader, $"template.{f.Key}", f.Value))).ToList();
        if (fields.Count == 0)
        {
            reader.Add("template", null, "a form has fields", "write { \"name\": \"value\" }");
        }

        return new FormBody(fields);
    }

    public override byte[] Write(IReadOnlyDictionary<string, string> values) => Encoding.ASCII.GetBytes(string.Join('&', fields
        .Select(f => (f.Name, Value: f.Value.Fill(values)))
        .Where(f => f.Value is not null)
        .Select(f => $"{WebUtility.UrlEncode(f.Name)}={WebUtility.UrlEncode(f.Value)}")));
}
