using System.Text.Json;
using System.Xml;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.SoapRows;

/// <summary>Where the service is, what a call looks like and what its codes mean.</summary>
internal sealed record SoapRowsSettings
{
    private const string Any = "*";
    private const string UsualEnvelope = """<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="{namespace}"><soapenv:Body><m:{method}><token>{token}</token><xml>{row}</xml></m:{method}></soapenv:Body></soapenv:Envelope>""";
    private const string UsualRow = "<ROWDATA><ROW><RECID>{recordId}</RECID><VERSION>{version}</VERSION><OPERATION>{operation}</OPERATION><REASON>{reason}</REASON>{fields}</ROW></ROWDATA>";
    private const string UsualQuery = "<QUERY><RECID>{recordId}</RECID><VERSION>{version}</VERSION></QUERY>";

    public required SecretReference Address { get; init; }

    public required SecretReference Token { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Dataset → method; <c>*</c>: every other one.</summary>
    public required IReadOnlyDictionary<string, string> Methods { get; init; }

    /// <summary>Method that tells what became of a row, or null: then a row is sent again instead.</summary>
    public string? QueryMethod { get; init; }

    public required string Envelope { get; init; }

    public required string Row { get; init; }

    public required string QueryRow { get; init; }

    /// <summary>The service's code → its meaning; <c>*</c>: every other code.</summary>
    public required IReadOnlyDictionary<string, CodeMeaning> Codes { get; init; }

    /// <summary>Names of the elements of an answer.</summary>
    public required (string Code, string Message, string Field, string Receipt) Elements { get; init; }

    public required TimeSpan Timeout { get; init; }

    public string? Method(string dataset) => Methods.GetValueOrDefault(dataset) ?? Methods.GetValueOrDefault(Any);

    public CodeMeaning Meaning(string code) => Codes.TryGetValue(code, out var meaning) || Codes.TryGetValue(Any, out meaning) ? meaning : CodeMeaning.Unknown;

    public static (SoapRowsSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement element)
    {
        var reader = new SettingsReader(element);
        var elements = reader.Object("answer");
        var settings = new SoapRowsSettings
        {
            Address = reader.Reference("address"),
            Token = reader.Secret("token"),
            Namespace = reader.Text("namespace", "http://service"),
            Methods = ReadMethods(reader),
            QueryMethod = reader.OptionalText("queryMethod"),
            Envelope = ReadTemplate(reader, "envelope", UsualEnvelope, "{token}", "{row}"),
            Row = ReadTemplate(reader, "row", UsualRow, "{recordId}", "{version}", "{operation}", "{fields}"),
            QueryRow = ReadTemplate(reader, "queryRow", UsualQuery, "{recordId}", "{version}"),
            Codes = ReadCodes(reader),
            Elements = (Name(elements, "code", "CODE"), Name(elements, "message", "MSG"), Name(elements, "field", "FIELD"), Name(elements, "receipt", "RECEIPT")),
            Timeout = TimeSpan.FromSeconds(reader.Integer("timeoutSeconds", 30, 1, 600)),
        };
        elements?.Done();
        CheckName(reader, "queryMethod", settings.QueryMethod);
        if (settings.Address.Text.Length > 0 && settings.Address.Problem() is null && !EndpointAddress.TryParse(settings.Address.Resolve(), out _, out var problem))
        {
            reader.Add("address", settings.Address.Text, problem!, "write https://host[:port]/path");
        }

        reader.Done();
        return (settings, reader.Findings);
    }

    private static IReadOnlyDictionary<string, string> ReadMethods(SettingsReader reader)
    {
        var methods = reader.TextMap("methods");
        if (methods.Count == 0)
        {
            reader.Add("methods", null, "no method is named", "write { \"DATASET\": \"methodName\" }, or \"*\" for all datasets");
        }

        foreach (string method in methods.Values)
        {
            CheckName(reader, "methods", method);
        }

        return methods;
    }

    private static Dictionary<string, CodeMeaning> ReadCodes(SettingsReader reader)
    {
        var codes = new Dictionary<string, CodeMeaning>(StringComparer.Ordinal);
        foreach (var (code, word) in reader.TextMap("codes"))
        {
            if (Enum.TryParse(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out CodeMeaning meaning) && !char.IsDigit(word[0]))
            {
                codes[code] = meaning;
            }
            else
            {
                reader.Add("codes", word, $"code {code} is given a meaning that does not exist", "use one of: ACCEPTED, STALE, REJECTED, PENDING, LATER, TOKEN, NOT_FOUND, UNKNOWN");
            }
        }

        if (codes.Count == 0)
        {
            return new Dictionary<string, CodeMeaning>(StringComparer.Ordinal) { ["00"] = CodeMeaning.Accepted, [Any] = CodeMeaning.Rejected };
        }

        if (!codes.ContainsValue(CodeMeaning.Accepted) || codes.GetValueOrDefault(Any) == CodeMeaning.Accepted)
        {
            reader.Add("codes", null, "which code means ACCEPTED must be said, and not of every other code", "name the code of success, such as \"00\": \"ACCEPTED\"");
        }

        return codes;
    }

    private static string ReadTemplate(SettingsReader reader, string key, string usual, params ReadOnlySpan<string> parts)
    {
        string template = reader.Text(key, usual);
        foreach (string part in parts)
        {
            if (!template.Contains(part, StringComparison.Ordinal))
            {
                reader.Add(key, null, $"the template lacks {part}", "add it where the service expects it");
            }
        }

        if (!SoapText.IsWellFormed(template))
        {
            reader.Add(key, null, "the template is not well-formed XML", "close every element; values are escaped by the program");
        }

        return template;
    }

    private static string Name(SettingsReader? reader, string key, string usual)
    {
        string name = reader?.Text(key, usual) ?? usual;
        if (reader is not null)
        {
            CheckName(reader, key, name);
        }

        return name;
    }

    private static void CheckName(SettingsReader reader, string key, string? name)
    {
        if (name is not null && (name.Length == 0 || !XmlReader.IsName(name) || name.Contains(':', StringComparison.Ordinal)))
        {
            reader.Add(key, name, "not a name of an XML element", "write it without prefix and blanks");
        }
    }
}
