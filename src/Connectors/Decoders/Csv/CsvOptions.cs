using System.Text;
using CsvHelper;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>The CSV reader's options: nothing recovered, no values in exceptions, no header of its own (the header is read before).</summary>
internal static class CsvOptions
{
    public static CsvReaderOptions For(byte separator, char? quote) => new()
    {
        Separator = (char)separator,
        HasHeader = false,
        Mode = quote is null ? CsvMode.NoEscape : CsvMode.Rfc4180,
        Quote = quote ?? '"',
        Encoding = Encoding.UTF8,
        DetectSeparatorHint = false,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 3 * RecordLimits.Record,
    };
}
