using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing.Truth;

namespace CreditHub.Benchmarks;

/// <summary>Good penalties, split into fields beforehand: yields them again and again without reading the stream.</summary>
internal sealed class HeldRows : IPayloadDecoder
{
    private readonly RawRecord[] _rows;

    private HeldRows(IReadOnlyList<string> columns, RawRecord[] rows)
    {
        Columns = columns;
        _rows = rows;
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>How often one reading yields them: what a payload costs once must not look like a cost of its rows.</summary>
    public const int Rounds = 25;

    public string LocationTemplate => "第{0}行";

    public bool FixedColumns => true;

    public static HeldRows Make(int count)
    {
        string path = Path.GetTempFileName();
        try
        {
            PenaltyFile.Write(path, count, badShare: 0, duplicateShare: 0);
            string[] lines = File.ReadAllLines(path);
            string[] columns = lines[0].Split(',');
            return new HeldRows(columns, [.. lines.Skip(1).Select((line, i) => Split(columns, line, i + 1))]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, Action<IReadOnlyList<string>> columnsKnown, CancellationToken ct)
    {
        columnsKnown(Columns);
        return DecodeAsync(payload, ct);
    }

    public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        for (int round = 0; round < Rounds; round++)
        {
            foreach (var row in _rows)
            {
                ct.ThrowIfCancellationRequested();
                yield return row;
            }
        }
    }

    private static RawRecord Split(string[] columns, string line, int number)
    {
        var row = new RawRecord();
        row.Reset(columns, number, number + 1);
        foreach (string field in line.Split(','))
        {
            row.Add(Encoding.UTF8.GetBytes(field));
        }

        return row;
    }
}
