using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace CreditHub.Worker.Commands;

/// <summary>Where a command writes: the answer to the output stream, everything about the way there to the error stream.</summary>
internal sealed class CommandOutput(TextWriter answer, TextWriter notes, bool json, bool terminal)
{
    private const int WidthWithoutTerminal = 200;

    private static readonly JsonSerializerOptions JsonForm = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The answer is to be JSON.</summary>
    public bool Json => json;

    /// <summary>A person watches the error stream.</summary>
    public bool Terminal => terminal;

    /// <summary>One line of the answer; nothing when JSON was asked for.</summary>
    public void Line(string text = "")
    {
        if (!json)
        {
            answer.WriteLine(text);
        }
    }

    /// <summary>One line beside the answer.</summary>
    public void Note(string text) => notes.WriteLine(text);

    /// <summary>A line that replaces itself on a terminal.</summary>
    public void Progress(string text)
    {
        notes.Write(terminal ? $"\r\u001b[K{text}" : text + Environment.NewLine);
        notes.Flush();
    }

    /// <summary>Ends a line of <see cref="Progress"/>.</summary>
    public void EndProgress()
    {
        if (terminal)
        {
            notes.Write("\r\u001b[K");
        }
    }

    /// <summary>The whole answer as JSON; nothing when text was asked for.</summary>
    public void Document(object value)
    {
        if (json)
        {
            answer.WriteLine(JsonSerializer.Serialize(value, JsonForm));
        }
    }

    /// <summary>A table of the answer.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (json)
        {
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(answer), Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!terminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        console.Write(table);
    }
}
