using System.Text;
using System.Text.Json;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Tests.Decoders;

/// <summary>A raw record copied out of the decoder's reused instance.</summary>
internal sealed record Decoded(int Line, int Position, string? Fault, IReadOnlyList<string> Columns, IReadOnlyList<string> Fields)
{
    public string this[string column] => Fields[Columns.ToList().IndexOf(column)];

    public static JsonElement Settings(string json) => JsonDocument.Parse(json).RootElement.Clone();

    public static async Task<List<Decoded>> AllAsync(IPayloadDecoder decoder, Stream payload)
    {
        var records = new List<Decoded>();
        await foreach (var raw in decoder.DecodeAsync(payload, TestContext.Current.CancellationToken))
        {
            var fields = new List<string>();
            for (int i = 0; i < raw.Count; i++)
            {
                fields.Add(Encoding.UTF8.GetString(raw[i]));
            }

            records.Add(new Decoded(raw.Line, raw.Position, raw.Fault, [.. raw.Columns], fields));
        }

        return records;
    }
}
