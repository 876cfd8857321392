using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Testing.Truth;

namespace CreditHub.Benchmarks;

/// <summary>Good penalties, split into fields beforehand.</summary>
internal static class HeldRows
{
    public static RawRecord[] Make(int count)
    {
        string path = Path.GetTempFileName();
        try
        {
            PenaltyFile.Write(path, count, badShare: 0, duplicateShare: 0);
            string[] lines = File.ReadAllLines(path);
            string[] columns = lines[0].Split(',');
            return [.. lines.Skip(1).Select((line, i) => Split(columns, line, i + 1))];
        }
        finally
        {
            File.Delete(path);
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
