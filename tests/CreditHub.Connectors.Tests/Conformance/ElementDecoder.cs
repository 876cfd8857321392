using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>The plainest reader of XML records, so that a source is judged apart from the hub's decoder. Values longer than 1 MB make a record faulty.</summary>
internal sealed class ElementDecoder(string element) : IPayloadDecoder
{
    public string LocationTemplate => "第{0}条";

    public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, [EnumeratorCancellation] CancellationToken ct)
    {
        var document = await XDocument.LoadAsync(payload, LoadOptions.None, ct);
        int line = 0;
        foreach (var row in document.Descendants(element))
        {
            var record = new RawRecord();
            string[] columns = [.. row.Elements().Select(e => e.Name.LocalName)];
            record.Reset(columns, ++line, line, row.Elements().Any(e => e.Value.Length > 1 << 20) ? "太长" : null);
            foreach (var value in row.Elements())
            {
                record.Add(Encoding.UTF8.GetBytes(value.Value));
            }

            yield return record;
        }
    }
}
