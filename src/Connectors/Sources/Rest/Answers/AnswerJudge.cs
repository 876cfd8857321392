using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>Says what an answer means: the rules of config first, then a SOAP fault by its code, then the status.</summary>
internal sealed class AnswerJudge(AnswerSettings settings)
{
    private const int MaxCode = 60;

    /// <summary>Errors: <see cref="ConnectorException"/> for an answer that should be a page and is none.</summary>
    public JudgedAnswer Judge(HttpAnswer answer)
    {
        ConnectorException? unreadable = null;
        OpenedAnswer? opened = null;
        try
        {
            opened = OpenedAnswer.Open(answer.Body, settings);
        }
        catch (ConnectorException fault)
        {
            // only a page must be readable: an error may come in any dress
            unreadable = fault;
        }

        using (opened)
        {
            var (verdict, message) = Decide(answer.Status, opened);
            var page = verdict switch
            {
                Verdict.Success => RestPage.Read(opened ?? throw unreadable!, settings) with { Link = answer.Link },
                Verdict.Empty => RestPage.Nothing(settings),
                _ => null,
            };
            return new JudgedAnswer(verdict, answer.Status, answer.RetryAfter, message, page);
        }
    }

    private (Verdict Verdict, string? Message) Decide(int status, OpenedAnswer? opened)
    {
        if (settings.Rules.FirstOrDefault(r => r.Fits(status, path => opened?.Value(path))) is { } rule)
        {
            return (rule.Then, rule.Message);
        }

        if (settings.Soap && opened is not null && (opened.Value(AnswerSettings.FaultCode11) ?? opened.Value(AnswerSettings.FaultCode12)) is { } code)
        {
            return OfFault(code.Trim());
        }

        return StatusClass.OfQuery(status) switch
        {
            null => (Verdict.Success, null),
            FailureKind.Transient => (Verdict.Retry, null),
            _ => (status == 401 ? Verdict.Unauthorised : Verdict.Fail, null),
        };
    }

    /// <summary>Only the code is shown: a fault's text may hold anything.</summary>
    private static (Verdict, string) OfFault(string code)
    {
        string local = code[(code.LastIndexOf(':') + 1)..];
        string shown = new([.. local.Take(MaxCode).Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')]);
        bool theirs = local.StartsWith("Server", StringComparison.OrdinalIgnoreCase) || local.StartsWith("Receiver", StringComparison.OrdinalIgnoreCase);
        return (theirs ? Verdict.Retry : Verdict.Fail, $"the source answers a SOAP fault ({shown})");
    }
}
