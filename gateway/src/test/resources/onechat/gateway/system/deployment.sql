-- A deployment of OneChat with all its columns. The digests were made by libxcrypt, the implementation behind PHP and Linux.
SET NAMES utf8mb4;
SET FOREIGN_KEY_CHECKS=0;

CREATE TABLE `users` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `mobile` varchar(255) DEFAULT NULL,
  `password_digest` varchar(255) DEFAULT NULL,
  `nick_name` varchar(255) DEFAULT NULL,
  `uid` varchar(255) DEFAULT NULL,
  `avatar` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `index_users_on_uid` (`uid`),
  KEY `index_users_on_mobile` (`mobile`)
) ENGINE=InnoDB AUTO_INCREMENT=42 DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

INSERT INTO `users` VALUES
  (11,'13800138000','$2a$12$gQoieXnrAoyvbCUG/oMjZetiRr9bKBMOq5n1QvUrf6K6ZpcjJ.DLy','Alice','u-11',NULL,'alice@example.com','2016-02-29 23:59:59','2016-03-01 00:00:00'),
  (12,'13800138001','$2y$10$8ZRPetAV.acApMxKj6RvVONYrJTtNYgCBhC8AN4a0u/TQke9XVHlG','Bob','u-12','bob.png',NULL,'2016-02-29 23:59:59','2016-03-01 00:00:00'),
  (13,'o''neill','$2b$10$DisADHrqeRrZd2sbO8OyUecZki7KuxTr0qjAI9LtiePpnymBoUs/y','Carol','u-13',NULL,NULL,'2016-02-29 23:59:59','2016-03-01 00:00:00'),
  (14,NULL,NULL,'No phone yet','u-14',NULL,NULL,'2016-02-29 23:59:59','2016-03-01 00:00:00');

CREATE TABLE `rooms` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `creator` int(11) DEFAULT NULL,
  `name` varchar(255) DEFAULT NULL,
  `max_member_count` int(11) DEFAULT 100,
  `invitable` tinyint(1) DEFAULT 1,
  `password` varchar(255) DEFAULT NULL,
  `description` text DEFAULT NULL,
  `subject` varchar(255) DEFAULT NULL,
  `qrcode` varchar(255) DEFAULT NULL,
  `logo` varchar(255) DEFAULT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

INSERT INTO `rooms` VALUES
  (7,11,'pg2 会议室',100,1,NULL,'a room',NULL,NULL,NULL,'2016-02-29 23:59:59','2016-03-01 00:00:00'),
  (8,11,NULL,2,0,'secret',NULL,NULL,NULL,NULL,'2016-02-29 23:59:59','2016-03-01 00:00:00');

CREATE TABLE `room_users` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `room_id` int(11) DEFAULT NULL,
  `user_id` int(11) DEFAULT NULL,
  `nick_name` varchar(255) DEFAULT NULL,
  `none_bother` tinyint(1) DEFAULT 0,
  `bg` varchar(255) DEFAULT NULL,
  `created_at` datetime NOT NULL,
  `updated_at` datetime NOT NULL,
  PRIMARY KEY (`id`),
  KEY `index_room_users_on_room_id` (`room_id`),
  CONSTRAINT `fk_room` FOREIGN KEY (`room_id`) REFERENCES `rooms` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

INSERT INTO `room_users` VALUES
  (1,7,11,'Ali',0,NULL,'2016-02-29 23:59:59','2016-03-01 00:00:00'),
  (2,7,12,NULL,1,NULL,'2016-02-29 23:59:59','2016-03-01 00:00:00'),
  (3,7,13,NULL,0,'blue','2016-02-29 23:59:59','2016-03-01 00:00:00'),
  (4,8,11,NULL,0,NULL,'2016-02-29 23:59:59','2016-03-01 00:00:00');

CREATE TABLE `schema_migrations` (`version` varchar(255) NOT NULL, UNIQUE KEY `unique_schema_migrations` (`version`))
  ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_unicode_ci;

INSERT INTO `schema_migrations` VALUES ('20160229235959');

CREATE TABLE `messages` (`id` int(11) NOT NULL AUTO_INCREMENT, `from` int(11) DEFAULT NULL, `content` text, PRIMARY KEY (`id`))
  ENGINE=MyISAM DEFAULT CHARSET=latin1;

CREATE TRIGGER `users_stay` BEFORE UPDATE ON `users` FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'touched';
