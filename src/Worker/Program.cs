using System.CommandLine;
using CreditHub.Worker.Commands;
using CreditHub.Worker.Hosting;

var line = new CommandLine();
var root = new RootCommand("CreditHub: collects public credit information from suppliers, checks it against the catalog and delivers it to platforms.");
root.Options.Add(line.Json);
root.Add(RunCommand.Create(line));
root.Add(DemoCommand.Create(line));
root.Add(CheckCommand.Create(line));
root.Add(CatalogCommand.Create(line));
root.Add(PreviewCommand.Create(line));
root.Add(SyncCommand.Create(line));
root.Add(DeliverCommand.Create(line));
root.Add(StatusCommand.Create(line));
root.Add(DeadlinesCommand.Create(line));
root.Add(TraceCommand.Create(line));
root.Add(SubjectsCommand.Create(line));
ActCommands.Create(line).ToList().ForEach(root.Add);
root.Add(WithdrawalsCommand.Create(line));
root.Add(RejectionsCommand.Create(line));
root.Add(KeyCommand.Create(line));
root.Add(SchemaCommand.Create(line));

using var signals = new StopSignals();
var words = root.Parse(args);
int code = await words.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Token);
return words.Errors.Count > 0 ? ExitCode.Wrong : code;
