using CreditHub.Benchmarks;

return args is ["--hub-job", ..]
    ? await HubJob.RunAsync(args[1], args[2])
    : await Bench.RunAsync(BenchOptions.Parse(args));
