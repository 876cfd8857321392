using System.Text;
using CreditHub.Pipelines.Model;
using CsvHelper;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>Fills the one reused record from what the CSV reader stands on, without a string for each field.</summary>
internal sealed class RecordSplitter(CsvHeader header, byte[][] footers, byte[]? longSeparator)
{
    private readonly byte[][] _names = [.. header.Columns.Select(Encoding.UTF8.GetBytes)];
    private int _line;

    /// <summary>Valid until the next Take.</summary>
    public RawRecord Record { get; } = new();

    /// <summary>A footer was met: the data is over.</summary>
    public bool Ended { get; private set; }

    /// <summary>A line the guard took out. False: a footer.</summary>
    public bool Take(FaultyLine faulty, long physicalLine)
    {
        if (IsFooter(faulty.Text))
        {
            return false;
        }

        Fail(faulty.Fault, faulty.Text, physicalLine);
        return true;
    }

    /// <summary>The record the reader stands on. False: not a record (blank or footer).</summary>
    public bool Take(CsvReader csv)
    {
        int count = csv.FieldCount;
        if ((footers.Length > 0 && IsFooter(csv.GetSpan(0))) || IsBlank(csv, 0, count))
        {
            return false;
        }

        if (Fault(csv, count) is { } fault)
        {
            var raw = csv.RawRecord;
            Fail(fault, raw[..Math.Min(raw.Length, RecordLimits.FaultText)], csv.LineNumber);
            return true;
        }

        Record.Reset(header.Columns, ++_line, Position(csv.LineNumber));
        for (int i = 0; i < count; i++)
        {
            Add(csv.GetSpan(i));
        }

        return true;
    }

    private string? Fault(CsvReader csv, int count)
    {
        if (count != _names.Length)
        {
            return $"列数不符：表头{_names.Length}列，本行{count}列";
        }

        if (csv.RawRecord.Length > RecordLimits.Record)
        {
            return "一条记录超过4 MiB";
        }

        if (csv.RawRecord.Length > RecordLimits.Field)
        {
            for (int i = 0; i < count; i++)
            {
                if (csv.GetSpan(i).Length > RecordLimits.Field)
                {
                    return $"第{i + 1}列超过1 MiB";
                }
            }
        }

        // else an unquoted separator would push a value out of its column unseen
        return !IsBlank(csv, header.Named, count) ? $"第{header.Named}列之后没有列名，却有内容，可能错列"
            : csv.GetSpan(0).Trim(" \t"u8).SequenceEqual(_names[0]) && RepeatsHeader(csv) ? "重复的表头行" : null;
    }

    private static bool IsBlank(CsvReader csv, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (!csv.GetSpan(i).Trim(" \t"u8).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private bool RepeatsHeader(CsvReader csv)
    {
        for (int i = 1; i < header.Named; i++)
        {
            if (!csv.GetSpan(i).Trim(" \t"u8).SequenceEqual(_names[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsFooter(ReadOnlySpan<byte> first)
    {
        first = first.TrimStart(" \t\""u8);
        foreach (byte[] footer in footers)
        {
            if (first.StartsWith(footer))
            {
                return Ended = true;
            }
        }

        return false;
    }

    private void Fail(string fault, ReadOnlySpan<byte> text, long physicalLine)
    {
        Record.Reset(header.Columns, ++_line, Position(physicalLine), fault);
        Add(text);
    }

    /// <summary>A mark that is left in a text was no separator but the same characters inside quotes.</summary>
    private void Add(ReadOnlySpan<byte> text)
    {
        if (longSeparator is null || !text.Contains((byte)SeparatorStream.Mark))
        {
            Record.Add(text);
            return;
        }

        Record.Add(SeparatorStream.Restore(text, longSeparator));
    }

    private int Position(long physicalLine) => (int)Math.Min(int.MaxValue, header.Lines + physicalLine);
}
