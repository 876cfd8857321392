using System.Text;
using System.Xml;
using CreditHub.Connectors.Exchange;

namespace CreditHub.Connectors.Platforms.SoapRows;

/// <summary>A service's word on one row: its code and, where it gives them, message, field and number.</summary>
internal sealed record SoapAnswer(string Code, string? Message, string? Field, string? Receipt)
{
    public static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 10 << 20 };

    /// <summary>
    /// Null when there is no clear code. Looks for the element of that name; where there is none, into texts that are XML themselves, as such services like to return.
    /// Two different codes are no clear code.
    /// </summary>
    public static SoapAnswer? Read(ReadOnlySpan<byte> body, SoapRowsSettings settings)
    {
        try
        {
            return Read(Encoding.UTF8.GetString(body), settings, deeper: true);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static SoapAnswer? Read(string text, SoapRowsSettings settings, bool deeper)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        var inner = new List<string>();
        bool twice = false;
        using var xml = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF')), Safe);
        string element = "";
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                element = xml.LocalName;
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                string value = xml.Value.Trim();
                twice |= element == settings.Elements.Code && told.GetValueOrDefault(element, value) != value;
                told.TryAdd(element, value);
                inner.Add(value);
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                element = "";
            }
        }

        if (told.TryGetValue(settings.Elements.Code, out string? code) && code.Length > 0)
        {
            string? At(string name) => told.GetValueOrDefault(name) is { Length: > 0 } value ? AnswerText.Clean(value) : null;
            return twice ? null : new SoapAnswer(AnswerText.Clean(code), At(settings.Elements.Message), At(settings.Elements.Field), At(settings.Elements.Receipt));
        }

        return deeper && inner.Find(value => value.StartsWith('<')) is { } nested ? Read(nested, settings, deeper: false) : null;
    }
}
