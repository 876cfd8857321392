-- Where the schedule of the workers lives; its tables are made by the scheduler itself at start.
create schema if not exists quartz;
