using System.Text;
using System.Xml.Linq;

namespace CreditHub.Testing.Platforms.Desks;

/// <summary>Feedback files as the other side writes them: xml, csv or json.</summary>
internal static class FeedbackFile
{
    public static string Whole(string ending, string packet, string status) => ending switch
    {
        "json" => $$"""{"packetId":"{{packet}}","status":"{{status}}"}""",
        "csv" => $"recordId,version,status,code,field,message\r\n,,{status},,,\r\n",
        _ => new XElement("feedback", new XAttribute("packetId", packet), new XAttribute("status", status)).ToString(),
    };

    public static string Results(string ending, PlatformRequest decided, PlatformFault? fault)
    {
        var decisions = decided.Decisions.Skip(fault?.Kind == PlatformFaultKind.MissingResult ? 1 : 0);
        return ending switch
        {
            "json" => Encoding.UTF8.GetString(PlatformAnswers.Receipt(decided, pending: false, fault)),
            "csv" => "recordId,version,status,code,field,message,receiptNo\r\n" + string.Concat(decisions.Select(d =>
                $"{d.RecordId},{d.Version},{d.Status},{d.Code},{d.Field},\"{d.Message?.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{decided.ReceiptNo}\r\n")),
            _ => new XElement("feedback", new XAttribute("packetId", decided.PacketId!), new XAttribute("receiptNo", decided.ReceiptNo!), decisions.Select(d => new XElement(
                "result", new XAttribute("recordId", d.RecordId), new XAttribute("version", d.Version), new XAttribute("status", d.Status),
                d.Code is null ? null : new XAttribute("code", d.Code), d.Field is null ? null : new XAttribute("field", d.Field),
                d.Message is null ? null : new XAttribute("message", d.Message)))).ToString(),
        };
    }
}
