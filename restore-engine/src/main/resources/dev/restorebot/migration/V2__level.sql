-- How thoroughly a job is to be verified: quick, standard or deep; null for what the settings say.
alter table job add column level text;
