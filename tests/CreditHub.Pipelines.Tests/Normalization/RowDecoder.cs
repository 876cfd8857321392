using System.Runtime.CompilerServices;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>Yields given rows of bytes; the stream is not read.</summary>
internal sealed class RowDecoder(IReadOnlyList<string> columns, IReadOnlyList<byte[][]> rows, bool fixedColumns = true, string? fault = null) : IPayloadDecoder
{
    public string LocationTemplate => "第{0}行";

    public bool FixedColumns => fixedColumns;

    public static RowDecoder Of(IReadOnlyList<string> columns, params string[][] rows) =>
        new(columns, [.. rows.Select(row => row.Select(Encoding.UTF8.GetBytes).ToArray())]);

    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, Action<IReadOnlyList<string>> columnsKnown, CancellationToken ct)
    {
        if (fixedColumns)
        {
            columnsKnown(columns);
        }

        return DecodeAsync(payload, ct);
    }

    public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        var raw = new RawRecord();
        for (int i = 0; i < rows.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            raw.Reset(columns, i + 1, i + 2, fault);
            foreach (byte[] text in rows[i])
            {
                raw.Add(text);
            }

            yield return raw;
        }
    }
}
