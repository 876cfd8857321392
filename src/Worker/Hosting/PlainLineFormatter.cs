using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace CreditHub.Worker.Hosting;

/// <summary>
/// One line an event, whatever the values hold: control characters are escaped, so that no value can forge a line. Exceptions
/// appear as <see cref="SafeFault"/> says, never with their own texts: those carry values of records.
/// </summary>
internal sealed class PlainLineFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture));
        output.Write(logEvent.Level switch
        {
            LogEventLevel.Verbose => " TRC ",
            LogEventLevel.Debug => " DBG ",
            LogEventLevel.Information => " INF ",
            LogEventLevel.Warning => " WRN ",
            LogEventLevel.Error => " ERR ",
            LogEventLevel.Fatal => " FTL ",
            _ => throw new ArgumentOutOfRangeException(nameof(logEvent)),
        });
        if (logEvent.Properties.TryGetValue("SourceContext", out var source) && source is ScalarValue { Value: string name })
        {
            output.Write(name[(name.LastIndexOf('.') + 1)..]);
            output.Write(": ");
        }

        output.Write(OneLine(logEvent.RenderMessage(CultureInfo.InvariantCulture)));
        if (logEvent.Exception is { } fault)
        {
            output.Write(" | ");
            output.Write(OneLine(SafeFault.Describe(fault)));
        }

        output.WriteLine();
    }

    private static string OneLine(string text)
    {
        if (!text.Any(IsForging))
        {
            return text;
        }

        return string.Concat(text.Select(c => IsForging(c) ? $"\\u{(int)c:x4}" : c.ToString()));
    }

    // Line ends of every kind, escape sequences, and marks that turn the reading direction.
    private static bool IsForging(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
